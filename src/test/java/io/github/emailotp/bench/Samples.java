package io.github.emailotp.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;

/** Times of the same thing, in milliseconds. Immutable. */
final class Samples {

    private static final int RESAMPLES = 2000;
    private static final int MEDIAN = 50;
    private static final double TAIL = 0.025;
    private static final double NANOS_PER_MILLI = 1e6;

    static final Samples NONE = new Samples(new double[0]);

    private final double[] millis;

    private Samples(double[] millis) {
        this.millis = millis;
    }

    /** A ratio of medians or other percentiles, and the interval in which it lies with a confidence of 95 %. */
    record Ratio(double value, double low, double high) {

        @Override
        public String toString() {
            return "%.2f (%.2f to %.2f)".formatted(value, low, high);
        }
    }

    static Samples of(Duration time) {
        return new Samples(new double[] {time.toNanos() / NANOS_PER_MILLI});
    }

    /** Of something that is counted, and not in milliseconds. */
    static Samples of(double count) {
        return new Samples(new double[] {count});
    }

    Samples and(Samples others) {
        return new Samples(DoubleStream.concat(Arrays.stream(millis), Arrays.stream(others.millis))
                .toArray());
    }

    double medianMillis() {
        return percentileMillis(MEDIAN);
    }

    /**
     * The time that so many percent of all do not exceed.
     *
     * @param percent 1 to 99
     */
    double percentileMillis(int percent) {
        return percentile(millis.clone(), percent);
    }

    /** This median over that one. */
    Ratio over(Samples base) {
        return over(base, MEDIAN);
    }

    /** This percentile over that one; the interval by the bootstrap, with the same draws in every run. */
    Ratio over(Samples base, int percent) {
        var random = new Random(1);
        double[] ratios = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            ratios[i] = percentile(resample(random), percent) / percentile(base.resample(random), percent);
        }
        Arrays.sort(ratios);
        int tail = (int) (RESAMPLES * TAIL);
        return new Ratio(
                percentileMillis(percent) / base.percentileMillis(percent), ratios[tail], ratios[RESAMPLES - 1 - tail]);
    }

    private double[] resample(Random random) {
        return random.ints(millis.length, 0, millis.length)
                .mapToDouble(i -> millis[i])
                .toArray();
    }

    /** Between the two values next to it, where it falls between two. */
    private static double percentile(double[] values, int percent) {
        Arrays.sort(values);
        double place = (values.length - 1) * percent / 100.0;
        int below = (int) place;
        int above = Math.min(below + 1, values.length - 1);
        return values[below] + (place - below) * (values[above] - values[below]);
    }
}
