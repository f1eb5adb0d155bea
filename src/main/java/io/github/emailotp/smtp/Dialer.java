package io.github.emailotp.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Connects to a host by any of its addresses (RFC 5321 §5.1), the one that answered last first, so that one that is dead
 * costs time once and not with every connection. To accept a connection is no answer: balancers do that for servers that are dead.
 * Thread-safe.
 */
final class Dialer {

    private static final Logger LOG = Logger.getLogger(Dialer.class);

    /** A mail leaves without it just as well, and is not slow for it. */
    private static final Duration PATIENCE_FOR_THE_OWN_NAME = Duration.ofMillis(300);

    private static final int MOST_HOSTS = 1_000;

    private final NameService names;

    /** Of those hosts that have several, and were asked for last. */
    private final Map<String, List<InetAddress>> order =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, List<InetAddress>> eldest) {
                    return size() > MOST_HOSTS;
                }
            });

    Dialer(NameService names) {
        this.names = names;
    }

    /**
     * A connection, which also the end of the conversation ends.
     *
     * @param patience how long the addresses are waited for, and how long each of them
     * @throws IOException what the last address came to
     */
    MailSocket dial(String host, int port, Duration patience, Conversation conversation) throws IOException {
        List<InetAddress> addresses = inOrder(host, min(patience, conversation.left()));
        IOException failure = new UnknownHostException(host);
        for (int i = 0; i < addresses.size() && !conversation.isOver(); i++) {
            Duration share = conversation.left().dividedBy(addresses.size() - i);
            try {
                return connect(addresses.get(i), port, min(patience, share), conversation);
            } catch (IOException e) {
                LOG.debugf("Address %d of %d of %s does not answer", i + 1, addresses.size(), host);
                failure = e;
            }
        }
        throw failure;
    }

    /** The name of this machine; empty if it is not to be had in time. */
    Optional<String> ownName(Conversation conversation) {
        conversation.allowTheRest();
        return names.ownName(min(PATIENCE_FOR_THE_OWN_NAME, conversation.left()));
    }

    /** The server at this address of the host talks SMTP. */
    void answers(String host, InetAddress address) {
        order.computeIfPresent(host, (name, before) -> {
            List<InetAddress> after = new ArrayList<>(List.of(address));
            before.stream().filter(other -> !other.equals(address)).forEach(after::add);
            return after;
        });
    }

    /** The server at this address of the host accepts connections, and does not talk SMTP over them. */
    void isSilent(String host, InetAddress address) {
        order.computeIfPresent(host, (name, before) -> {
            List<InetAddress> after = new ArrayList<>(before);
            after.remove(address);
            after.add(address);
            return after;
        });
    }

    private List<InetAddress> inOrder(String host, Duration patience) throws IOException {
        List<InetAddress> addresses = new ArrayList<>();
        for (InetAddress address : names.addresses(host, patience)) {
            // With the name as it was given: jakarta.mail would ask DNS for the name of an address that has none.
            addresses.add(InetAddress.getByAddress(host, address.getAddress()));
        }
        List<InetAddress> known = order.getOrDefault(host, List.of());
        // Those that are new stay where DNS has them, as does what is known of the others: the sort is stable.
        addresses.sort(Comparator.comparingInt(address -> Math.max(0, known.indexOf(address))));
        if (addresses.size() > 1) {
            order.put(host, List.copyOf(addresses));
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
