// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/simulation.hpp
/// @brief Umbrella of the simulation floor.

#include <longgamma/simulation/explain.hpp>
#include <longgamma/simulation/programme.hpp>
#include <longgamma/simulation/replay.hpp>
#include <longgamma/simulation/step.hpp>
#include <longgamma/simulation/tape.hpp>
