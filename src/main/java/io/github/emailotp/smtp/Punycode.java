package io.github.emailotp.smtp;

/** Text in ASCII (RFC 3492). Java has it within {@link java.net.IDN} only. */
final class Punycode {

    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_N = 128;
    private static final int LETTERS = 26;

    private final int[] points;
    private final StringBuilder out = new StringBuilder();
    private int delta;
    private int bias = INITIAL_BIAS;
    private int handled;
    private int basic;

    private Punycode(String text) {
        points = text.codePoints().toArray();
    }

    /** The text encoded, without a prefix (RFC 3492 §6.3). */
    static String encode(String text) {
        return new Punycode(text).encode();
    }

    private String encode() {
        for (int point : points) {
            if (point < INITIAL_N) {
                out.append((char) point);
            }
        }
        basic = out.length();
        handled = basic;
        if (basic > 0) {
            out.append('-');
        }
        int n = INITIAL_N;
        while (handled < points.length) {
            int next = least(n);
            delta = Math.addExact(delta, Math.multiplyExact(next - n, handled + 1));
            n = next;
            for (int point : points) {
                if (point < n) {
                    delta++;
                } else if (point == n) {
                    write();
                }
            }
            delta++;
            n++;
        }
        return out.toString();
    }

    private int least(int from) {
        int least = Integer.MAX_VALUE;
        for (int point : points) {
            if (point >= from && point < least) {
                least = point;
            }
        }
        return least;
    }

    private void write() {
        int q = delta;
        for (int k = BASE; ; k += BASE) {
            int t = Math.min(T_MAX, Math.max(T_MIN, k - bias));
            if (q < t) {
                break;
            }
            out.append(digit(t + (q - t) % (BASE - t)));
            q = (q - t) / (BASE - t);
        }
        out.append(digit(q));
        adapt();
        delta = 0;
        handled++;
    }

    private void adapt() {
        int d = handled == basic ? delta / DAMP : delta / 2;
        d += d / (handled + 1);
        int k = 0;
        while (d > (BASE - T_MIN) * T_MAX / 2) {
            d /= BASE - T_MIN;
            k += BASE;
        }
        bias = k + (BASE - T_MIN + 1) * d / (d + SKEW);
    }

    private static char digit(int value) {
        return (char) (value < LETTERS ? 'a' + value : '0' + value - LETTERS);
    }
}
