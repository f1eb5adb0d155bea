package io.github.emailotp.smtp;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;

/** Angus logs addresses, and the whole conversation, under the package of the transport's class and below. */
final class QuietAngus {

    /** Held here, because loggers are held by weak references. */
    private static final Map<Class<?>, List<Logger>> SILENT = new ConcurrentHashMap<>();

    private QuietAngus() {}

    /** Nothing is logged of what this transport does. */
    static void about(Class<?> transport) {
        SILENT.computeIfAbsent(transport, type -> loggers(type.getPackageName()))
                .forEach(logger -> logger.setFilter(record -> false));
    }

    private static List<Logger> loggers(String transports) {
        return List.of(Logger.getLogger(transports), Logger.getLogger(transports + ".protocol"));
    }
}
