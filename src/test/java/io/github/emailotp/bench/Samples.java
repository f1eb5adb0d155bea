package io.github.emailotp.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;

/** Times of the same thing, in milliseconds. Immutable. */
final class Samples {

    private static final int RESAMPLES = 2000;
    private static final double TAIL = 0.025;
    private static final double NANOS_PER_MILLI = 1e6;

    private final double[] millis;

    private Samples(double[] millis) {
        this.millis = millis;
    }

    /** A ratio of medians, and the interval in which it lies with a confidence of 95 %. */
    record Ratio(double value, double low, double high) {

        @Override
        public String toString() {
            return "%.2f (%.2f to %.2f)".formatted(value, low, high);
        }
    }

    static Samples of(Duration time) {
        return new Samples(new double[] {time.toNanos() / NANOS_PER_MILLI});
    }

    Samples and(Samples others) {
        return new Samples(DoubleStream.concat(Arrays.stream(millis), Arrays.stream(others.millis))
                .toArray());
    }

    double medianMillis() {
        return median(millis.clone());
    }

    /** This median over that one; the interval by the bootstrap, with the same draws in every run. */
    Ratio over(Samples base) {
        var random = new Random(1);
        double[] ratios = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            ratios[i] = median(resample(random)) / median(base.resample(random));
        }
        Arrays.sort(ratios);
        int tail = (int) (RESAMPLES * TAIL);
        return new Ratio(medianMillis() / base.medianMillis(), ratios[tail], ratios[RESAMPLES - 1 - tail]);
    }

    private double[] resample(Random random) {
        return random.ints(millis.length, 0, millis.length)
                .mapToDouble(i -> millis[i])
                .toArray();
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
