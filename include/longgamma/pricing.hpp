// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/pricing.hpp
/// @brief Umbrella of the pricing floor.

#include <longgamma/pricing/black_scholes.hpp>
#include <longgamma/pricing/evaluate.hpp>
#include <longgamma/pricing/greeks.hpp>
#include <longgamma/pricing/implied_volatility.hpp>
