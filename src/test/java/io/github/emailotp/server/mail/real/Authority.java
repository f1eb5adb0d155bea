package io.github.emailotp.server.mail.real;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;

/** A certificate of {@code localhost} as mail servers read it, and what trusts it. */
final class Authority {

    private final Path certificate;
    private final Path key;

    Authority(Workplace workplace, Path folder) {
        certificate = folder.resolve("tls.crt");
        key = folder.resolve("tls.key");
        workplace.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "30",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString());
    }

    Path certificate() {
        return certificate;
    }

    Path key() {
        return key;
    }

    KeyStore truststore() {
        try (InputStream in = Files.newInputStream(certificate)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "mail", CertificateFactory.getInstance("X.509").generateCertificate(in));
            return store;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
