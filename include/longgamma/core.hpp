// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/core.hpp
/// @brief Umbrella of the core floor.

#include <longgamma/core/aligned_vector.hpp>
#include <longgamma/core/clock.hpp>
#include <longgamma/core/columns.hpp>
#include <longgamma/core/config.hpp>
#include <longgamma/core/lookup.hpp>
#include <longgamma/core/option_type.hpp>
#include <longgamma/core/real.hpp>
#include <longgamma/core/require.hpp>
#include <longgamma/core/simd.hpp>
