// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/position.hpp
/// @brief Umbrella of the position floor.

#include <longgamma/position/ledger.hpp>
#include <longgamma/position/lines.hpp>
#include <longgamma/position/option_book.hpp>
#include <longgamma/position/underlying.hpp>
