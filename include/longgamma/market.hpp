// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/market.hpp
/// @brief Umbrella of the market floor.

#include <longgamma/market/cost_curve.hpp>
