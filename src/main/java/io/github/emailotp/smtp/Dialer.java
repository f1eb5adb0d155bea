package io.github.emailotp.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Connects to a host by any of its addresses (RFC 5321 §5.1), the one that answered last first, so that one that is dead
 * costs time once and not with every connection. Thread-safe.
 */
final class Dialer {

    private static final Logger LOG = Logger.getLogger(Dialer.class);

    /** Answers the addresses of a host. */
    @FunctionalInterface
    interface Directory {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private final Directory directory;

    /** Of those hosts that have several. */
    private final Map<String, InetAddress> lastGood = new ConcurrentHashMap<>();

    Dialer(Directory directory) {
        this.directory = directory;
    }

    /**
     * A connection, which also the end of the conversation ends.
     *
     * @param patience how long one address is waited for
     * @throws IOException what the last address came to
     */
    MailSocket dial(String host, int port, Duration patience, Conversation conversation) throws IOException {
        List<InetAddress> addresses = inOrder(host);
        IOException failure = new UnknownHostException(host);
        for (int i = 0; i < addresses.size() && !conversation.isOver(); i++) {
            Duration share = conversation.left().dividedBy(addresses.size() - i);
            try {
                MailSocket socket = connect(addresses.get(i), port, min(patience, share), conversation);
                if (addresses.size() > 1) {
                    lastGood.put(host, addresses.get(i));
                }
                return socket;
            } catch (IOException e) {
                LOG.debugf("Address %d of %d of %s does not answer", i + 1, addresses.size(), host);
                failure = e;
            }
        }
        throw failure;
    }

    private List<InetAddress> inOrder(String host) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (InetAddress address : directory.addresses(host)) {
            // With the name as it was given: jakarta.mail would ask DNS for the name of an address that has none.
            addresses.add(InetAddress.getByAddress(host, address.getAddress()));
        }
        InetAddress good = lastGood.get(host);
        if (good != null && addresses.remove(good)) {
            addresses.add(0, good);
        }
        return addresses;
    }

    private static MailSocket connect(InetAddress address, int port, Duration patience, Conversation conversation)
            throws IOException {
        MailSocket socket = new MailSocket();
        try {
            conversation.allowTheRest();
            conversation.isCutBy(() -> close(socket));
            socket.connect(new InetSocketAddress(address, port), (int) Math.max(1, patience.toMillis()));
            return socket;
        } catch (IOException | RuntimeException e) {
            close(socket);
            throw e;
        }
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("A socket broke while it was closed", e);
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
