package io.github.emailotp.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One processor for the server, the others for the people and mail servers of the benchmark, so that what those cost is not
 * taken for the server's. With {@code taskset}, which is part of Linux distributions; elsewhere all share all.
 */
final class Processors implements AutoCloseable {

    private static final int COUNT = Runtime.getRuntime().availableProcessors();
    private static final String SERVERS = "0";
    private static final String OTHERS = "1-" + (COUNT - 1);
    private static final String ALL = "0-" + (COUNT - 1);

    private final boolean divided;

    /** Divides them until it is closed. */
    Processors() {
        divided = COUNT > 1
                && server().allMatch(process -> bind(process, SERVERS))
                && bind(ProcessHandle.current(), OTHERS);
        if (!divided) {
            close();
        }
    }

    /** For tables. */
    String description() {
        return divided
                ? "The server has one processor of its own"
                : "Server, mail server and people share the machine's processors";
    }

    @Override
    public void close() {
        Stream.concat(server(), Stream.of(ProcessHandle.current())).forEach(process -> bind(process, ALL));
    }

    private static Stream<ProcessHandle> server() {
        return ProcessHandle.current().descendants().filter(ProcessHandle::isAlive);
    }

    /** Answers whether it could be done. */
    private static boolean bind(ProcessHandle process, String processors) {
        try {
            Process taskset = new ProcessBuilder("taskset", "-acp", processors, Long.toString(process.pid()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return taskset.waitFor(1, TimeUnit.MINUTES) && taskset.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
