// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/longgamma.hpp
/// @brief The whole library. Each floor has an umbrella of its own.

#include <longgamma/core.hpp>
#include <longgamma/hedging.hpp>
#include <longgamma/io.hpp>
#include <longgamma/market.hpp>
#include <longgamma/math.hpp>
#include <longgamma/position.hpp>
#include <longgamma/pricing.hpp>
#include <longgamma/simulation.hpp>
#include <longgamma/volatility.hpp>
