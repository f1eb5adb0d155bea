package io.github.emailotp.server.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keycloak servers in production mode that act as one: they share a {@link Postgres} and their caches.
 *
 * <p>The cluster's address is that of its first node; the others know themselves by it too, as behind a load balancer. A
 * {@link LoginClient} is at the first node until it is moved.
 */
public final class KeycloakCluster implements Keycloak {

    private final Postgres database;
    private final List<ClusterNode> nodes;

    private KeycloakCluster(Postgres database, List<ClusterNode> nodes) {
        this.database = database;
        this.nodes = nodes;
    }

    /** Starts two nodes, each with these options, and waits until they know each other. */
    public static KeycloakCluster ofTwo(ServerSetup setup) {
        return start(setup, 2);
    }

    /** Starts three. */
    public static KeycloakCluster ofThree(ServerSetup setup) {
        return start(setup, 3);
    }

    private static KeycloakCluster start(ServerSetup setup, int count) {
        Path folder = setup.work().resolve("cluster-of-" + count + "-" + setup.version());
        var database = Postgres.start(folder.resolve("postgres"));
        var options = new HashMap<>(setup.options());
        options.putAll(database.serverOptions());
        options.put("hostname", "http://localhost:" + setup.port());
        var common = setup.in(RunMode.PRODUCTION).with(options);
        var first = common.at(folder.resolve("node-0"));
        List<ClusterNode> nodes = new ArrayList<>(List.of(ClusterNode.start(first)));
        // One after the other: the next ones find the tables made and themselves built, and they find the first. Those
        // that
        // look for each other at the same moment may find nobody.
        for (int i = 1; i < count; i++) {
            nodes.add(startCopy(first, common.at(folder.resolve("node-" + i)).on(FreePort.any())));
        }
        var cluster = new KeycloakCluster(database, List.copyOf(nodes));
        cluster.awaitFormed();
        return cluster;
    }

    /** One of the servers, by its index from 0. */
    public KeycloakServer node(int index) {
        return nodes.get(index).server();
    }

    /** All servers, in the order of their index. */
    public List<KeycloakServer> nodes() {
        return nodes.stream().map(ClusterNode::server).toList();
    }

    @Override
    public String url() {
        return node(0).url();
    }

    @Override
    public AdminApi admin() {
        return nodes().stream()
                .filter(KeycloakServer::isAlive)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no node is alive"))
                .admin();
    }

    @Override
    public List<KeycloakServer> servers() {
        return nodes();
    }

    @Override
    public List<Path> logFiles() {
        return nodes().stream().map(KeycloakServer::logFile).toList();
    }

    /** Ends a node at once. It is started again by {@link #start(int)}, or after the test. */
    public void kill(int index) {
        node(index).kill();
    }

    /** Has a node leave in order. It is started again by {@link #start(int)}, or after the test. */
    public void leave(int index) {
        node(index).stop();
    }

    /** Starts a node again after its end, and waits until all that are alive know each other. */
    public void start(int index) {
        node(index).startAgain();
        awaitFormed();
    }

    @Override
    public void awaitEmptyOutbox() {
        nodes.stream()
                .map(ClusterNode::server)
                .filter(KeycloakServer::isAlive)
                .forEach(KeycloakServer::awaitEmptyOutbox);
    }

    @Override
    public void restore() {
        IntStream.range(0, nodes.size()).filter(index -> !node(index).isAlive()).forEach(this::start);
    }

    @Override
    public void stop() {
        nodes().forEach(KeycloakServer::stop);
        database.stop();
    }

    private static ClusterNode startCopy(ServerSetup started, ServerSetup copy) {
        try {
            new Distribution(started.home()).copyTo(copy.home());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ClusterNode.start(copy);
    }

    private void awaitFormed() {
        var alive = nodes.stream().filter(node -> node.server().isAlive()).toList();
        alive.forEach(node -> node.awaitMembers(alive.size()));
    }
}
