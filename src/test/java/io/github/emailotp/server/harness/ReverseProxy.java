package io.github.emailotp.server.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real reverse proxy on the loopback interface, as Debian packages it, with directives of the test. */
public final class ReverseProxy implements AutoCloseable {

    private static final long START_WITHIN_MILLIS = 20_000;

    /** What it is. */
    public enum Kind {
        NGINX("nginx", "/usr/sbin/nginx -c", """
                daemon off;
                pid ${folder}/pid;
                error_log ${folder}/log;
                events {}
                http {
                    access_log off;
                    client_body_temp_path ${folder}/body;
                    proxy_temp_path ${folder}/proxy;
                    fastcgi_temp_path ${folder}/fastcgi;
                    uwsgi_temp_path ${folder}/uwsgi;
                    scgi_temp_path ${folder}/scgi;
                    server {
                        listen 127.0.0.1:${port};
                        location / {
                            proxy_pass http://127.0.0.1:${behind};
                            ${directives}
                        }
                    }
                }
                """),
        HAPROXY("HAProxy", "/usr/sbin/haproxy -db -f", """
                defaults
                    mode http
                    timeout connect 5s
                    timeout client 5s
                    timeout server 5s
                frontend people
                    bind 127.0.0.1:${port}
                    ${directives}
                    default_backend server
                backend server
                    server server 127.0.0.1:${behind}
                """),
        APACHE("Apache", "/usr/sbin/apache2 -X -f", """
                ServerRoot ${folder}
                ServerName localhost
                Listen 127.0.0.1:${port}
                PidFile ${folder}/pid
                ErrorLog ${folder}/log
                LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
                LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
                LoadModule headers_module /usr/lib/apache2/modules/mod_headers.so
                LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
                LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
                ProxyPass / http://127.0.0.1:${behind}/
                ${directives}
                """);

        private final String title;
        private final String command;
        private final String configuration;

        Kind(String title, String command, String configuration) {
            this.title = title;
            this.command = command;
            this.configuration = configuration;
        }

        /** As people write it. */
        public String title() {
            return title;
        }
    }

    private final Process process;
    private final int port;

    private ReverseProxy(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one and waits until it listens.
     *
     * @param behind the port of the server that it stands before
     * @param folder for its files
     * @throws IllegalStateException if it does not get ready
     */
    public static ReverseProxy start(Kind kind, List<String> directives, int behind, Path folder) throws IOException {
        int port = FreePort.any();
        Path file = folder.resolve("configuration");
        Files.writeString(
                file,
                kind.configuration
                        .replace("${folder}", folder.toString())
                        .replace("${port}", Integer.toString(port))
                        .replace("${behind}", Integer.toString(behind))
                        .replace("${directives}", String.join("\n", directives)));
        List<String> command = Stream.concat(Stream.of(kind.command.split(" ", -1)), Stream.of(file.toString()))
                .toList();
        Path output = folder.resolve("output");
        var proxy = new ReverseProxy(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start(),
                port);
        if (!proxy.listens()) {
            proxy.close();
            throw new IllegalStateException(command + " does not listen: " + Files.readString(output));
        }
        return proxy;
    }

    /** Without a slash at its end. */
    public String url() {
        return "http://localhost:" + port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(START_WITHIN_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean listens() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_WITHIN_MILLIS);
        while (process.isAlive() && System.nanoTime() < deadline) {
            try (var probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return probe.isConnected();
            } catch (IOException notYet) {
                Thread.onSpinWait();
            }
        }
        return false;
    }
}
