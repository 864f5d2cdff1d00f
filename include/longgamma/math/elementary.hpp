// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/math/elementary.hpp
/// @brief Elementary functions as function objects: the one place where number types differ.
///
/// `double`, `float` and their batches share one algorithm for each function, with every product that feeds a sum written
/// as `math::fma`, so that a scalar call and a lane give the same bits on one instruction set. Any other `real` (automatic
/// differentiation) is served by its own `exp`, `log`, `sqrt`, found by argument-dependent lookup.

#include <longgamma/math/detail/arithmetic.hpp>
#include <longgamma/math/detail/exponential.hpp>
#include <longgamma/math/detail/logarithm.hpp>
