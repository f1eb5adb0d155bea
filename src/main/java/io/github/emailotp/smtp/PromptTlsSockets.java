package io.github.emailotp.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Puts TLS over a connection that then sends at once what is written, as {@link PromptSockets} do. For Angus Mail, which connects
 * it, and which takes a factory of its own where TLS begins at once and Keycloak trusts every host ({@code mail.smtp.ssl.trust}).
 */
final class PromptTlsSockets extends SSLSocketFactory {

    private final SSLSocketFactory tls;

    PromptTlsSockets(SSLSocketFactory tls) {
        this.tls = tls;
    }

    @Override
    public Socket createSocket(Socket connected, String host, int port, boolean autoClose) throws IOException {
        connected.setTcpNoDelay(true);
        return tls.createSocket(connected, host, port, autoClose);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return tls.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return tls.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw onlyOverAConnection();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw onlyOverAConnection();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw onlyOverAConnection();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
        throw onlyOverAConnection();
    }

    private static UnsupportedOperationException onlyOverAConnection() {
        return new UnsupportedOperationException("TLS is only put over a connection here");
    }
}
