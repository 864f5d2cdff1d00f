// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/version.hpp
/// @brief The one place that holds the version number (CMake reads it from here).

#define LONGGAMMA_VERSION_MAJOR 0
#define LONGGAMMA_VERSION_MINOR 1
#define LONGGAMMA_VERSION_PATCH 0
#define LONGGAMMA_VERSION_STRING "0.1.0"
