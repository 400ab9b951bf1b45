#include "kernel_features.h"

#include "kernel.h"

#include <stdatomic.h>

/* Set in known_features once they have been found out. */
static const uint32_t KNOWN = 1U << 31;

static _Atomic uint32_t known_features;
static _Atomic int32_t feature_errors[PP__FEATURES];
static _Atomic uint32_t allowed_features = PP__ALL_FEATURES;

static uint32_t find_features(void)
{
    int32_t errors[PP__FEATURES];
    uint32_t features = pp__kernel_try(errors) ? KNOWN : 0;
    for (uint32_t i = 0; i < PP__FEATURES; i++) {
        atomic_store_explicit(&feature_errors[i], errors[i], memory_order_relaxed);
        features |= errors[i] == 0 ? 1U << i : 0;
    }
    atomic_store_explicit(&known_features, features, memory_order_release);
    return features;
}

uint32_t pp__kernel_features(void)
{
    uint32_t features = atomic_load_explicit(&known_features, memory_order_acquire);
    if ((features & KNOWN) == 0) {
        features = find_features();
    }
    return features & atomic_load_explicit(&allowed_features, memory_order_relaxed);
}

int32_t pp__kernel_feature_error(uint32_t feature)
{
    (void)pp__kernel_features();
    for (uint32_t i = 0; i < PP__FEATURES; i++) {
        if (feature == 1U << i) {
            return atomic_load_explicit(&feature_errors[i], memory_order_relaxed);
        }
    }
    return 0;
}

void pp__kernel_allow(uint32_t features)
{
    atomic_store_explicit(&allowed_features, features, memory_order_relaxed);
}
