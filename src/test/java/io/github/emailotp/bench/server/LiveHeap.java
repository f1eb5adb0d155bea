package io.github.emailotp.bench.server;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** What of the heap is in use by objects that live, by class. It is collected before. */
final class LiveHeap {

    private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";
    private static final String HISTOGRAM = "gcClassHistogram";

    /** {@code   12:  1000  24000  java.lang.String (java.base@17)}. */
    private static final Pattern LINE = Pattern.compile("^ *[0-9]+: +([0-9]+) +([0-9]+) +(\\S+)", Pattern.MULTILINE);

    /** Less is left after another one: what was to be finished when it was found dead. */
    private static final int COLLECTIONS = 3;

    private LiveHeap() {}

    /** By the name of the class: how many objects it has, and how many bytes those take. */
    static Map<String, long[]> histogram() {
        for (int i = 1; i < COLLECTIONS; i++) {
            System.gc();
        }
        var histogram = new TreeMap<String, long[]>();
        Matcher line = LINE.matcher(text());
        while (line.find()) {
            long[] use = histogram.computeIfAbsent(line.group(3), name -> new long[2]);
            use[0] += Long.parseLong(line.group(1));
            use[1] += Long.parseLong(line.group(2));
        }
        return histogram;
    }

    private static String text() {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(new ObjectName(COMMANDS), HISTOGRAM, new Object[] {new String[0]}, new String[] {
                        String[].class.getName()
                    });
        } catch (JMException e) {
            throw new IllegalStateException("no histogram of the heap", e);
        }
    }
}
