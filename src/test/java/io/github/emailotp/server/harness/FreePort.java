package io.github.emailotp.server.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds TCP ports on the loopback interface that nobody listens on.
 *
 * <p>Nothing is reserved: another process may take the port before the caller does.
 */
public final class FreePort {

    private static final int HIGHEST = 65_535;

    /**
     * Below those that operating systems give to whoever names none, outgoing connections included: servers take a minute to start,
     * and a port of theirs would be gone by then.
     */
    private static final int LOWEST = 20_000;

    private static final int COUNT = 12_000;

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePort() {}

    /** Some free port, which is not likely to be taken by anybody soon; never the same twice. */
    public static int any() {
        int port;
        do {
            port = from(LOWEST + ThreadLocalRandom.current().nextInt(COUNT));
        } while (!GIVEN.add(port));
        return port;
    }

    /** The wanted port, or the next higher one that is free. */
    public static int from(int wanted) {
        for (int port = wanted; port <= HIGHEST; port++) {
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalArgumentException("no free port from " + wanted + " to " + HIGHEST);
    }

    private static boolean isFree(int port) {
        // Both: somebody who listens on all interfaces, or on this one only, would get some of the requests.
        return canListen(port, null) && canListen(port, InetAddress.getLoopbackAddress());
    }

    private static boolean canListen(int port, InetAddress address) {
        try (var socket = new ServerSocket(port, 1, address)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
