package io.github.emailotp.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
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

    /** A ratio of medians, other percentiles or means, and the interval in which it lies with a confidence of 95 %. */
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

    /** This percentile over that one. */
    Ratio over(Samples base, int percent) {
        return over(base, values -> percentile(values, percent));
    }

    /** The mean of the middle half, for what a clock with long steps measures: a median of such times is a step, too. */
    double middleMillis() {
        return middle(millis.clone());
    }

    /** This mean of the middle half over that one. */
    Ratio middleOver(Samples base) {
        return over(base, Samples::middle);
    }

    /** The interval is by the bootstrap, with the same draws in every run. */
    private Ratio over(Samples base, ToDoubleFunction<double[]> figure) {
        var random = new Random(1);
        double[] ratios = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            ratios[i] = figure.applyAsDouble(resample(random)) / figure.applyAsDouble(base.resample(random));
        }
        Arrays.sort(ratios);
        int tail = (int) (RESAMPLES * TAIL);
        return new Ratio(
                figure.applyAsDouble(millis.clone()) / figure.applyAsDouble(base.millis.clone()),
                ratios[tail],
                ratios[RESAMPLES - 1 - tail]);
    }

    private static double middle(double[] values) {
        Arrays.sort(values);
        int quarter = values.length / 4;
        return Arrays.stream(values, quarter, values.length - quarter).average().orElseThrow();
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
