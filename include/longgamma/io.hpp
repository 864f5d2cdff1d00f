// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/io.hpp
/// @brief Readers of the files people really have.

#include <longgamma/io/csv.hpp>
#include <longgamma/io/findings.hpp>
#include <longgamma/io/read_bars.hpp>
#include <longgamma/io/read_chain.hpp>
#include <longgamma/io/read_series.hpp>
#include <longgamma/io/time_text.hpp>
