// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/math.hpp
/// @brief Umbrella of the math floor.

#include <longgamma/math/elementary.hpp>
#include <longgamma/math/normal.hpp>
#include <longgamma/math/statistics.hpp>
