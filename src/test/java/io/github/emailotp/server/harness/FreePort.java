package io.github.emailotp.server.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Finds TCP ports on the loopback interface that nobody listens on.
 *
 * <p>Nothing is reserved: another process may take the port before the caller does.
 */
public final class FreePort {

    private static final int HIGHEST = 65_535;

    private FreePort() {}

    /** Some free port. */
    public static int any() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on the loopback interface", e);
        }
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
