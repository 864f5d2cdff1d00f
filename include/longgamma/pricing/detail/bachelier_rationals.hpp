// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/pricing/detail/bachelier_rationals.hpp
/// @brief Rational approximations of the normal model: its value per density, and its inverse. Included by
///        pricing/bachelier.hpp. All coefficients: bachelier_coefficients.py.

#include <longgamma/math/elementary.hpp>

#include <cstddef>

namespace longgamma::inline LONGGAMMA_ABI::detail {

/// Mills' ratio M(h) = P/Q and the out-of-the-money value per standard deviation and density, a(h) = 1 - h M(h) =
/// R/Q, on [0, top], relative to their own size: the plain difference would cancel like 1/h^2. All coefficients are
/// positive, so nothing cancels. Beyond `top`: 1/a = h^2 + 3 + y series(y), y = 1/h^2.
template <class T>
struct normal_tail_constants {
    static constexpr double top = 40.0;
    static constexpr double P[] = {1.2533141373155004179, 2.1738093157215975131, 1.861668862721193525,
        1.0209643458205916439, 0.39402376618676148542, 0.11144383356917125385, 0.02338892268544353672,
        0.0036058146696731235111, 0.0003930230733136706172, 0.000027624148831021460851, 9.6856050905237614934e-7};
    static constexpr double R[] = {1.0, 1.2790193146310913841, 0.83209729128326284366, 0.35110409318491253751,
        0.10450846305035199694, 0.022612561553824612805, 0.0035505663865697308703, 0.00039108595205186239235,
        0.000027624148833479945737, 9.6856050904116421905e-7};
    static constexpr double Q[] = {1.0, 2.532333451946591802, 3.0059066070048603567, 2.2127729559061060625,
        1.1254728088709436408, 0.41663632774058609823, 0.11499439995574098472, 0.023780008637495399112,
        0.0036334388185066034568, 0.00039399163382271178142, 0.000027624148831021460851, 9.6856050905237614934e-7};
    static constexpr double series[] = {-6.0, 42.0, -414.0, 5058.0, -72486.0, 1182762.0};
};

template <>
struct normal_tail_constants<float> {
    static constexpr float top = 14.0F;
    static constexpr float P[] = {1.2533141269239450274F, 1.4038641399758879243F, 0.75284056158598237523F,
        0.23452655199970522412F, 0.042607205053075314431F, 0.0037816627159202768523F};
    static constexpr float R[] = {1.0F, 0.66469147388338723583F, 0.22716753366496860725F, 0.0425989516148863356F,
        0.003781808065529131474F};
    static constexpr float Q[] = {1.0F, 1.9180056008073322633F, 1.6310316736408565316F, 0.79543951320086871083F,
        0.23830836006523435559F, 0.042607205053075314431F, 0.0037816627159202768523F};
    static constexpr float series[] = {-6.0F, 42.0F, -414.0F};
};

/// P, R, Q: M = P/Q and 1 - h M = R/Q with one denominator.
template <real T>
struct normal_tail_fractions {
    T mills, value, denominator;
};

/// For 0 <= h <= 60; beyond `top` the fractions follow 1/h and 1/h^2 to 1e-3, where the density is 0.
template <real T>
[[nodiscard]] LONGGAMMA_INLINE normal_tail_fractions<T> normal_tail(T const& h) noexcept {
    using C    = normal_tail_constants<simd::scalar_t<T>>;
    T const h2 = h * h;
    return {math::polynomial(h, h2, C::P), math::polynomial(h, h2, C::R), math::polynomial(h, h2, C::Q)};
}

/// 1/(1 - h M(h)) for any h >= 0, given the fractions at min(h, 60).
template <real T>
[[nodiscard]] LONGGAMMA_INLINE T inverse_tail_value(T const& h, normal_tail_fractions<T> const& f) noexcept {
    using C        = normal_tail_constants<simd::scalar_t<T>>;
    T const y      = T(1) / math::at_least(T(h * h), T(1));
    T const series = math::fma(y, math::polynomial(y, T(y * y), C::series), T(3));
    return math::select(T(C::top) < h, math::fma(h, h, series), T(f.denominator / f.value));
}

/// Standard deviation s from the out-of-the-money value V and the distance x = |F - K|, in three regions of h = x/s,
/// told apart by r = V/x, which falls with h.
///
/// | region | form | variable z |
/// |---|---|---|
/// | near   | s = (V + x/2) N(z)/D(z) | ln((V + x/2)/V) |
/// | middle | s = x N(z)/D(z) | sqrt(ln(x/V) + shift) - middle_offset |
/// | far    | s = x N(z)/D(z) | sqrt(ln(x/V) + shift) - far_offset |
template <class T>
struct inverse_normal_constants {
    static constexpr double near_ratio    = 0.040469494644362266;   // r at h = 1.25
    static constexpr double far_ratio     = 1.5579845730615288e-13;  // r at h = 6.75
    static constexpr double shift         = 2.0;
    static constexpr double middle_offset = 2.28125;
    static constexpr double far_offset    = 5.609375;
    static constexpr double near_numerator[] = {2.5066282746310005394, 9.8230430502717174046, 13.812863097564521291,
        8.1257153174762497744, 1.6354313750838356884, 0.025484296664932167594, 0.025025376281464309762,
        -0.0048280220649714190011, -0.00023510577813319124984, -0.000010131224851372315681};
    static constexpr double near_denominator[] = {1.0, 3.9188271949568522652, 5.8288449891982334828,
        4.1707829508900883468, 1.5305353550585127165, 0.29247746678193788288, 0.024836458420100111604,
        -0.0014273677638275105111, -0.00053502395153659890054, -0.000055000684686369061722};
    static constexpr double middle_numerator[] = {0.80068863446679110901, 2.7196134926461619571, 4.720078819087114825,
        5.0326311598954082294, 3.5302797683965478236, 1.6110990236807221803, 0.4506581338016428645,
        0.064869819109565007299, 0.0032755553901193691871, 3.7348315912562611576e-8};
    static constexpr double middle_denominator[] = {1.0, 4.6613723045836424139, 10.430155838751891775,
        14.332320163900610995, 13.09225721776633678, 8.0851380077891744097, 3.2868384752274915459,
        0.81175350406355569865, 0.10207738718397849772, 0.0046363672250989700185};
    static constexpr double far_numerator[] = {0.14822503641623123305, 0.13257447968579207198,
        0.047803427167314356354, 0.0088645371048336724224, 0.00089997394460366275727, 0.000049604541400229316107,
        1.3937373694217397611e-6, 1.7382392188286741355e-8, 6.9172944706398339286e-11, 2.6784585355025442095e-19};
    static constexpr double far_denominator[] = {1.0, 1.1262049111511994441, 0.52671086966965648667,
        0.13220528546818031775, 0.019262864511632192348, 0.001651733015227823923, 0.00008098497035984349599,
        2.1078109082056351394e-6, 2.513080512318804097e-8, 9.7825742400794608972e-11};
};

template <>
struct inverse_normal_constants<float> {
    static constexpr float near_ratio    = 0.08331547F;      // r at h = 1
    static constexpr float far_ratio     = 1.6708834e-5F;  // r at h = 3.5
    static constexpr float shift         = 0.5F;
    static constexpr float middle_offset = 1.71875F;
    static constexpr float far_offset    = 3.390625F;
    static constexpr float near_numerator[] = {2.5066282257765583492F, 8.7149169874562797093F, 6.8290073698905280012F,
        0.30615062932963843733F, 0.07003425024173669539F};
    static constexpr float near_denominator[] = {1.0F, 3.4767456606644985812F, 3.0427706839838874739F,
        0.90973238285074862052F, 0.16376092829346093255F};
    static constexpr float middle_numerator[] = {1.0107901695162877117F, 1.7958302480903323619F,
        1.2336519492635789278F, 0.5319224905241192879F, 0.0031547425412485967482F};
    static constexpr float middle_denominator[] = {1.0F, 2.9717565709838383247F, 3.7646918959478998274F,
        2.5733900844796114641F, 0.81617511860828398967F};
    static constexpr float far_numerator[] = {0.28577624245624333167F, 0.22439466406363909162F,
        0.060689295014400391582F, 0.0048662799347757167009F, 1.0260246666100449397e-7F};
    static constexpr float far_denominator[] = {1.0F, 1.2398060588475237594F, 0.56687994386177895139F,
        0.10866095074654834551F, 0.006892800395371940192F};
};

/// c[0] + c[1] z + .. with the coefficients of the region, lane by lane; even and odd part as in math::polynomial.
template <real T, class Mask, class Real, std::size_t N>
[[nodiscard]] LONGGAMMA_INLINE T polynomial_by_region(T const& z, T const& z2, Mask const& is_near, Mask const& is_far,
                                                      Real const (&for_near)[N],
                                                      Real const (&for_middle)[N], Real const (&for_far)[N]) noexcept {
    auto const c = [&](std::size_t i) {
        return math::select(is_near, T(for_near[i]), math::select(is_far, T(for_far[i]), T(for_middle[i])));
    };
    constexpr std::size_t last_even = (N - 1) & ~std::size_t(1);
    constexpr std::size_t last_odd  = (N - 2) | std::size_t(1);
    T even                          = c(last_even);
    for (std::size_t i = last_even; i >= 2; i -= 2)
        even = math::fma(even, z2, c(i - 2));
    T odd = c(last_odd);
    for (std::size_t i = last_odd; i >= 3; i -= 2)
        odd = math::fma(odd, z2, c(i - 2));
    return math::fma(odd, z, even);
}

/// s = (unit + rest) numerator/denominator.
template <real T>
struct inverse_normal {
    T unit, rest, numerator, denominator;
};

/// The inverse of V = s phi(h) (1 - h M(h)), h = x/s, for V > 0 and x = distance + lost, lost the rounding error of the
/// distance. Garbage for V <= 0.
template <real T>
[[nodiscard]] LONGGAMMA_INLINE inverse_normal<T> invert_normal_value(T const& value, T const& distance,
                                                                     T const& lost) noexcept {
    using math::select;
    using C            = inverse_normal_constants<simd::scalar_t<T>>;
    auto const is_near = T(T(C::near_ratio) * distance) < value;
    auto const is_far  = value < T(T(C::far_ratio) * distance);
    T const unit       = select(is_near, math::fma(T(0.5), distance, value), distance);
    // In one logarithm: near the money the argument is close to 1, and only its absolute error counts.
    T const log  = math::log_ratio(unit, value);
    T const root = math::sqrt(T(log + T(C::shift)));
    T const z    = select(is_near, log, T(root - select(is_far, T(C::far_offset), T(C::middle_offset))));
    T const z2   = z * z;
    return {
        unit,
        select(is_near, T(T(0.5) * lost), lost),
        polynomial_by_region(z, z2, is_near, is_far, C::near_numerator, C::middle_numerator, C::far_numerator),
        polynomial_by_region(z, z2, is_near, is_far, C::near_denominator, C::middle_denominator, C::far_denominator)};
}

}  // namespace longgamma::inline LONGGAMMA_ABI::detail
