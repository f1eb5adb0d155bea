package io.github.emailotp.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;

/** The line to a mail server, once it is dialled. Not thread-safe. */
final class Line {

    private final Dialer dialer;
    private Optional<MailSocket> socket = Optional.empty();

    Line(Dialer dialer) {
        this.dialer = dialer;
    }

    /** Another one, to any address of the host. */
    MailSocket dial(ConnectionKey key, Talk talk) throws IOException {
        MailSocket dialled = dialer.dial(key.host(), key.port(), talk.timeouts().connect(), talk.conversation());
        socket = Optional.of(dialled);
        return dialled;
    }

    /** There is none any more; it is not closed. */
    void forget() {
        socket = Optional.empty();
    }

    void close() {
        socket.ifPresent(Dialer::close);
    }

    /** The end of this conversation closes it. */
    void isCutWith(Conversation conversation) {
        socket.ifPresent(connected -> conversation.isCutBy(() -> Dialer.close(connected)));
    }

    /** Tells whether the address has answered: others are dialled first where it has not. What it refuses, it has answered. */
    void tell(ConnectionKey key, boolean hasAnswered) {
        Optional<InetAddress> address = socket.map(Socket::getInetAddress);
        if (hasAnswered) {
            address.ifPresent(well -> dialer.answers(key.host(), well));
        } else {
            address.ifPresent(silent -> dialer.isSilent(key.host(), silent));
        }
    }

    /** The next bytes are those of another answer. */
    void expectAnswer() {
        socket.ifPresent(MailSocket::expectAnswer);
    }

    /** What this machine is called on this line: that name, or its own. */
    String ehloName(Optional<String> configured, Conversation conversation) {
        String name = configured.or(() -> dialer.ownName(conversation)).orElse("");
        return EhloName.of(name, socket.map(MailSocket::getLocalAddress).orElseGet(InetAddress::getLoopbackAddress));
    }
}
