package io.github.emailotp.smtp;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** All that is logged under a name, from the finest level on, until it is closed. */
public final class CapturedLog implements AutoCloseable {

    private final List<String> entries = new CopyOnWriteArrayList<>();
    private final Handler handler = new Recorder();
    private final Logger logger;
    private final Level level;

    public CapturedLog(String name) {
        logger = Logger.getLogger(name);
        level = logger.getLevel();
        logger.setLevel(Level.ALL);
        logger.addHandler(handler);
    }

    /** Each with its level, its text and the stack of what was thrown. */
    public List<String> entries() {
        return List.copyOf(entries);
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setLevel(level);
    }

    private final class Recorder extends Handler {

        Recorder() {
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord each) {
            entries.add(new SimpleFormatter().format(each));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
