package io.github.emailotp.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A distant server: passes TCP connections on to a port of the loopback interface, every byte later by the same time, in either
 * direction. It delays and does nothing else: bytes sent one after the other arrive one after the other, nothing is lost,
 * and what is under way is kept in memory, however much it is.
 *
 * <p>A client on the same machine is connected at once. Over a distance it would not be, so the server behind is connected
 * to three delays later, which is when TCP's handshake would have reached it.
 */
final class DelayingProxy implements AutoCloseable {

    private static final int HANDSHAKE = 3;
    private static final int CHUNK = 8192;

    private final ServerSocket listener;
    private final int target;
    private final Duration oneWay;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private DelayingProxy(ServerSocket listener, int target, Duration oneWay) {
        this.listener = listener;
        this.target = target;
        this.oneWay = oneWay;
    }

    /**
     * A proxy on a free port of the loopback interface, running at once.
     *
     * @param target the port of the server behind
     * @param roundTrip how long a byte there and one back take together, from 0
     */
    static DelayingProxy to(int target, Duration roundTrip) {
        try {
            var listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
            var proxy = new DelayingProxy(listener, target, roundTrip.dividedBy(2));
            inBackground("accept", proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Ends all connections, without waiting for what is under way. */
    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket client = listener.accept();
            sockets.add(client);
            inBackground("connect", () -> connect(client));
        }
    }

    private void connect(Socket client) throws IOException, InterruptedException {
        TimeUnit.NANOSECONDS.sleep(HANDSHAKE * oneWay.toNanos());
        try {
            var server = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            pass(client, server);
            pass(server, client);
        } catch (IOException refused) {
            forget(client);
        }
    }

    private void pass(Socket from, Socket to) {
        var underWay = new LinkedBlockingQueue<Chunk>();
        inBackground("read", () -> read(from, underWay));
        inBackground("write", () -> {
            try {
                write(underWay, to);
            } finally {
                // Half a connection can be of use, but not if the other half is at its end too.
                if (to.isClosed() || from.isClosed() || from.isOutputShutdown()) {
                    forget(from);
                    forget(to);
                }
            }
        });
    }

    /** Bytes under way; none stand for the end of the stream. */
    private record Chunk(ByteBuffer bytes, long dueAt) {}

    private void read(Socket from, BlockingQueue<Chunk> underWay) throws IOException {
        byte[] buffer = new byte[CHUNK];
        try {
            for (int length = from.getInputStream().read(buffer); length >= 0; ) {
                underWay.add(due(Arrays.copyOf(buffer, length)));
                length = from.getInputStream().read(buffer);
            }
        } finally {
            underWay.add(due(new byte[0]));
        }
    }

    private Chunk due(byte[] bytes) {
        return new Chunk(ByteBuffer.wrap(bytes), System.nanoTime() + oneWay.toNanos());
    }

    private static void write(BlockingQueue<Chunk> underWay, Socket to) throws IOException, InterruptedException {
        Chunk chunk;
        do {
            chunk = underWay.take();
            TimeUnit.NANOSECONDS.sleep(chunk.dueAt() - System.nanoTime());
            to.getOutputStream().write(chunk.bytes().array());
        } while (chunk.bytes().hasRemaining());
        to.shutdownOutput();
    }

    private void forget(Socket socket) throws IOException {
        sockets.remove(socket);
        socket.close();
    }

    /** Some work of a connection; an error is the end of the connection, which both sides notice. */
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void inBackground(String name, Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException ended) {
                // The connection is over.
            }
        });
        thread.setName("delaying-proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }
}
