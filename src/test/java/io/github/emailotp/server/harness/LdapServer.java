package io.github.emailotp.server.harness;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPInterface;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldif.LDIFException;
import java.net.InetAddress;

/**
 * An LDAP server with one entry, which anybody may change: UnboundID's in memory, or with the system property {@code emailotp.slapd}, which
 * names its program, OpenLDAP's.
 */
public interface LdapServer extends AutoCloseable {

    /** The entry that all others are below. */
    String BASE = "dc=example,dc=test";

    /** An empty server, which runs. */
    static LdapServer start() throws LDAPException {
        String program = System.getProperty("emailotp.slapd", "");
        LdapServer server = program.isEmpty() ? new InMemory() : OpenLdap.start(program);
        try {
            server.entries().add("dn: " + BASE, "objectClass: domain", "dc: example");
        } catch (LDIFException e) {
            throw new IllegalStateException(e);
        }
        return server;
    }

    int port();

    /** What is there, to be looked at and changed. */
    LDAPInterface entries() throws LDAPException;

    /** It does not answer any more; what is there stays. */
    void goAway();

    void comeBack() throws LDAPException;

    @Override
    default void close() {
        goAway();
    }

    /** Whether this entry has this password. */
    default boolean hasPassword(String entry, String password) throws LDAPException {
        try (LDAPConnection connection = new LDAPConnection("localhost", port())) {
            connection.bind(entry, password);
            return true;
        } catch (LDAPException e) {
            if (!e.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
                throw e;
            }
            return false;
        }
    }

    /** Knows no schema. */
    final class InMemory implements LdapServer {

        private final InMemoryDirectoryServer ldap;

        private InMemory() throws LDAPException {
            var config = new InMemoryDirectoryServerConfig(BASE);
            config.setSchema(null);
            config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig(
                    "loopback", InetAddress.getLoopbackAddress(), FreePort.any(), null));
            ldap = new InMemoryDirectoryServer(config);
            ldap.startListening();
        }

        @Override
        public int port() {
            return ldap.getListenPort();
        }

        @Override
        public LDAPInterface entries() {
            return ldap;
        }

        @Override
        public void goAway() {
            ldap.shutDown(true);
        }

        @Override
        public void comeBack() throws LDAPException {
            ldap.startListening();
        }
    }
}
