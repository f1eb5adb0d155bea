package io.github.emailotp.bench.server;

import java.lang.management.ManagementFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** What of the heap is in use by objects that live, by a histogram of their classes, before which the heap is collected. */
final class LiveHeap {

    private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";
    private static final String HISTOGRAM = "gcClassHistogram";
    private static final Pattern TOTAL = Pattern.compile("^Total +[0-9]+ +([0-9]+)", Pattern.MULTILINE);

    /** Less is left after the second collection: what was to be finished when it was found dead. */
    private static final int COLLECTIONS = 3;

    private LiveHeap() {}

    static long bytes() {
        long bytes = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            bytes = Math.min(bytes, total(histogram()));
        }
        return bytes;
    }

    private static String histogram() {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(new ObjectName(COMMANDS), HISTOGRAM, new Object[] {new String[0]}, new String[] {
                        String[].class.getName()
                    });
        } catch (JMException e) {
            throw new IllegalStateException("no histogram of the heap", e);
        }
    }

    private static long total(String histogram) {
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new IllegalStateException("a histogram without a total");
        }
        return Long.parseLong(total.group(1));
    }
}
