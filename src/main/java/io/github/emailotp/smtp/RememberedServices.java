package io.github.emailotp.smtp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.keycloak.email.EmailException;

/**
 * Has the service files of its parent in memory, and leaves everything else to the parent. Jakarta Mail looks for its {@code
 * StreamProvider} anew with each part of each mail, for which {@link java.util.ServiceLoader} opens the jars each time. In a
 * profile of Keycloak 26.7 that was half of what a mail cost the processor. Service files do not change while a server runs.
 * Thread-safe.
 */
final class RememberedServices extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private static final String SERVICES = "META-INF/services/";
    private static final RememberedServices OF_THIS_LIBRARY =
            new RememberedServices(RememberedServices.class.getClassLoader());

    private final Map<String, List<URL>> files = new ConcurrentHashMap<>();

    RememberedServices(ClassLoader parent) {
        super(parent);
    }

    /** What is done with a mail. */
    @FunctionalInterface
    interface Action {
        void run() throws EmailException;
    }

    /** Runs it so that services which it looks for are found in memory. */
    static void during(Action action) throws EmailException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(OF_THIS_LIBRARY);
        try {
            action.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        if (!name.startsWith(SERVICES)) {
            return super.getResources(name);
        }
        List<URL> remembered = files.get(name);
        if (remembered == null) {
            remembered = inMemory(super.getResources(name));
            rememberUnlessNone(name, remembered);
        }
        return Collections.enumeration(remembered);
    }

    /** Java also finds none where a jar cannot be opened just now, as when too many files are open. */
    private void rememberUnlessNone(String name, List<URL> found) {
        if (!found.isEmpty()) {
            files.put(name, found);
        }
    }

    private static List<URL> inMemory(Enumeration<URL> files) throws IOException {
        List<URL> copies = new ArrayList<>();
        for (URL file : Collections.list(files)) {
            try (InputStream content = file.openStream()) {
                copies.add(new URL(null, file.toExternalForm(), new Memory(content.readAllBytes())));
            }
        }
        return List.copyOf(copies);
    }

    /** Opens every address with the same content. */
    private static final class Memory extends URLStreamHandler {

        private final byte[] content;

        Memory(byte[] content) {
            this.content = content;
        }

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {

                @Override
                public void connect() {
                    // There is nothing to connect to.
                }

                @Override
                public InputStream getInputStream() {
                    return new ByteArrayInputStream(content);
                }
            };
        }
    }
}
