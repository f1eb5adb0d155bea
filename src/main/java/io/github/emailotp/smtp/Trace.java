package io.github.emailotp.smtp;

import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What is said over a connection whose settings have {@code debug}, for the log: commands without what they are said of, and replies as
 * {@link Reply#told()} has them. Angus would write all of it to the server's output: contents, and so codes, and addresses.
 *
 * @param server with whom; empty where nothing is to be told
 */
record Trace(Optional<ServerName> server) {

    static final Trace NONE = new Trace(Optional.empty());

    private static final Logger LOG = Logger.getLogger(Trace.class);

    void said(Command command) {
        server.ifPresent(name -> LOG.infof("%s > %s", name, command));
    }

    void answered(Reply reply) {
        server.ifPresent(name -> LOG.infof("%s < %s", name, reply.told()));
    }
}
