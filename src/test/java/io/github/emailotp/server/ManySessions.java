package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** An attacker who posts in many sessions at the same time. */
public final class ManySessions {

    private static final int ROUNDS = 2;

    private ManySessions() {}

    /**
     * Posts at least so many times in all, in each session in parallel. Keycloak lets one post of a page through, or a few
     * that race, so the posts come in two rounds.
     */
    public static void postInParallel(List<LoginClient> sessions, int posts, Map<String, String> fields)
            throws Exception {
        int each = posts / ROUNDS / sessions.size() + 1;
        ExecutorService threads = Executors.newFixedThreadPool(sessions.size());
        try {
            for (int round = 0; round < ROUNDS; round++) {
                List<Future<List<Page>>> answers = new ArrayList<>();
                for (LoginClient session : sessions) {
                    answers.add(threads.submit(() -> session.postInParallel(each, fields)));
                }
                for (Future<List<Page>> answer : answers) {
                    assertThat(answer.get())
                            .allSatisfy(page -> assertThat(page.status()).isLessThan(500));
                }
                sessions.forEach(LoginClient::reload);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
