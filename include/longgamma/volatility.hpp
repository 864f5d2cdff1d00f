// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/volatility.hpp
/// @brief What the market did: bars and the estimators of realized variance over them.

#include <longgamma/volatility/bar_estimators.hpp>
#include <longgamma/volatility/bars.hpp>
