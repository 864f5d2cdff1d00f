// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/pricing.hpp
/// @brief Umbrella of the pricing floor.

#include <longgamma/pricing/bachelier.hpp>
#include <longgamma/pricing/black_scholes.hpp>
#include <longgamma/pricing/conventions.hpp>
#include <longgamma/pricing/digital.hpp>
#include <longgamma/pricing/evaluate.hpp>
#include <longgamma/pricing/greeks.hpp>
#include <longgamma/pricing/implied_volatility.hpp>
#include <longgamma/pricing/inverse.hpp>
#include <longgamma/pricing/models.hpp>
#include <longgamma/pricing/option_arrays.hpp>
#include <longgamma/pricing/option_chain.hpp>
#include <longgamma/pricing/strike_from_delta.hpp>
