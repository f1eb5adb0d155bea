package io.github.emailotp.server.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands between Keycloak and an Infinispan server, and breaks the connection over which the cache of single-use objects is to be changed.
 * Reads pass, and other caches. It ends with this JVM.
 */
public final class HotRodProxy {

    /** Hot Rod's put, putIfAbsent and replaceIfUnmodified. */
    private static final byte[] CHANGES = {0x01, 0x05, 0x09};

    /** The name of the cache with its length in front, as it follows the command. */
    private static final byte[] CACHE = "\factionTokens".getBytes(StandardCharsets.US_ASCII);

    private static final int BUFFER = 65_536;

    /** What becomes of a change. */
    public enum Fault {
        NONE,
        /** It does not get to the server. */
        REFUSES_CHANGES,
        /** It is made, and the answer does not come back. */
        LOSES_ANSWERS
    }

    private final ServerSocket listener;
    private final int behind;
    private final ExecutorService threads = Executors.newCachedThreadPool(HotRodProxy::daemon);
    private volatile Fault fault = Fault.NONE;

    private HotRodProxy(ServerSocket listener, int behind) {
        this.listener = listener;
        this.behind = behind;
    }

    /** Starts one before the server at this port. */
    static HotRodProxy before(int server) {
        try {
            var proxy = new HotRodProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server);
            proxy.threads.execute(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From now on. */
    public void fault(Fault next) {
        fault = next;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "hot-rod-proxy");
        thread.setDaemon(true);
        return thread;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                threads.execute(() -> connect(client));
            }
        } catch (IOException end) {
            threads.shutdown();
        }
    }

    private void connect(Socket client) {
        try {
            var connection = new Connection(client, new Socket(InetAddress.getLoopbackAddress(), behind));
            threads.execute(connection::answer);
            connection.ask();
        } catch (IOException refused) {
            close(client);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            // There is nothing more to do with it.
        }
    }

    private final class Connection {

        private final Socket client;
        private final Socket server;
        private volatile boolean loses;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void ask() {
            try (InputStream in = client.getInputStream();
                    OutputStream out = server.getOutputStream()) {
                byte[] buffer = new byte[BUFFER];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    Fault now = changes(buffer, read) ? fault : Fault.NONE;
                    if (now == Fault.REFUSES_CHANGES) {
                        return;
                    }
                    loses |= now == Fault.LOSES_ANSWERS;
                    out.write(buffer, 0, read);
                    out.flush();
                }
            } catch (IOException end) {
                // So does the other direction.
            } finally {
                end();
            }
        }

        /** What comes after a change whose answer is to be lost is that answer, or comes too late all the same. */
        void answer() {
            try (InputStream in = server.getInputStream();
                    OutputStream out = client.getOutputStream()) {
                byte[] buffer = new byte[BUFFER];
                for (int read = in.read(buffer); read >= 0 && !loses; read = in.read(buffer)) {
                    out.write(buffer, 0, read);
                    out.flush();
                }
            } catch (IOException end) {
                // So does the other direction.
            } finally {
                end();
            }
        }

        private void end() {
            close(client);
            close(server);
        }
    }

    private static boolean changes(byte[] request, int length) {
        for (int i = 0; i + CACHE.length < length; i++) {
            byte command = request[i];
            boolean isChange = command == CHANGES[0] || command == CHANGES[1] || command == CHANGES[2];
            if (isChange && Arrays.equals(request, i + 1, i + 1 + CACHE.length, CACHE, 0, CACHE.length)) {
                return true;
            }
        }
        return false;
    }
}
