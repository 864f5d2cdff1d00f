// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/hedging.hpp
/// @brief Umbrella of the hedging floor.

#include <longgamma/hedging/band.hpp>
#include <longgamma/hedging/landing.hpp>
#include <longgamma/hedging/policy.hpp>
#include <longgamma/hedging/rounding.hpp>
#include <longgamma/hedging/state.hpp>
#include <longgamma/hedging/target.hpp>
#include <longgamma/hedging/trigger.hpp>
