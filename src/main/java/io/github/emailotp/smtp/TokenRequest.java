package io.github.emailotp.smtp;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.smtp.SmtpFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.http.HttpResponse;
import org.apache.http.NameValuePair;
import org.apache.http.client.HttpClient;
import org.apache.http.client.entity.UrlEncodedFormEntity;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.message.BasicNameValuePair;
import org.keycloak.util.JsonSerialization;

/**
 * Asks for a token for a mail server (RFC 6749 §4.4), as {@code org.keycloak.email.TokenAuthEmailAuthenticator} asks. That one is
 * not used, since it keeps all realms waiting for one whose endpoint is slow, asks once for each mail that waits, has no
 * deadline, and does not tell why it got no token.
 *
 * @param http Keycloak's client
 * @param url the endpoint
 * @param scope the scope, empty if there is none
 */
record TokenRequest(HttpClient http, String url, String scope, String clientId, String clientSecret) {

    private static final int MAX_ANSWER = 64 * 1024;
    private static final int TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int FIRST_REFUSAL = 400;
    private static final int FIRST_SERVER_ERROR = 500;
    /** After too many requests. */
    private static final Duration PAUSE_UNLESS_TOLD = Duration.ofSeconds(5);

    private static final Duration LIFE_UNLESS_TOLD = Duration.ofSeconds(60);

    /** No token is kept for longer, whatever its endpoint says. */
    private static final Duration LONGEST_LIFE = Duration.ofDays(1);

    /**
     * A token and how long it can be used.
     *
     * @param text the token
     */
    record Token(String text, Duration life) {

        @Override
        public String toString() {
            return "Token";
        }
    }

    /**
     * Asks for one. The conversation ends it in time.
     *
     * @throws PooledEmailException if there is none to be had, now or with these settings; with a pause if it is not to be asked for again
     *     so soon
     */
    Token ask(Conversation conversation) throws PooledEmailException {
        HttpPost post = post();
        conversation.allowTheRest();
        conversation.isCutBy(post::abort);
        try {
            return http.execute(post, TokenRequest::read);
        } catch (Refused e) {
            throw new PooledEmailException(e.failure, e);
        } catch (IOException | IllegalStateException e) {
            boolean silent = conversation.wasCut() || conversation.isOver() || e instanceof InterruptedIOException;
            throw new PooledEmailException(silent ? SmtpFailure.noToken() : SmtpFailure.of(Kind.TOKEN_UNAVAILABLE), e);
        } finally {
            conversation.rest();
        }
    }

    private HttpPost post() throws PooledEmailException {
        try {
            HttpPost post = new HttpPost(url);
            post.setEntity(new UrlEncodedFormEntity(form(), StandardCharsets.UTF_8));
            post.setHeader("Accept", "application/json");
            return post;
        } catch (IllegalArgumentException e) {
            throw new PooledEmailException(SmtpFailure.of(Kind.BAD_CONFIGURATION), e);
        }
    }

    private List<NameValuePair> form() {
        List<NameValuePair> form = new ArrayList<>();
        form.add(new BasicNameValuePair("client_id", clientId));
        form.add(new BasicNameValuePair("client_secret", clientSecret));
        if (!scope.isBlank()) {
            form.add(new BasicNameValuePair("scope", scope));
        }
        form.add(new BasicNameValuePair("grant_type", "client_credentials"));
        return form;
    }

    private static Token read(HttpResponse response) throws IOException {
        int status = response.getStatusLine().getStatusCode();
        if (status >= FIRST_REFUSAL) {
            throw new Refused(refusal(status, response));
        }
        if (response.getEntity() == null) {
            throw new Refused(new SmtpFailure(Kind.TOKEN_UNAVAILABLE, OptionalInt.of(status)));
        }
        try (InputStream content = response.getEntity().getContent()) {
            JsonNode answer = JsonSerialization.readValue(content.readNBytes(MAX_ANSWER), JsonNode.class);
            String text = answer.path("access_token").asText();
            if (text.isEmpty()) {
                throw new Refused(SmtpFailure.of(Kind.TOKEN_REFUSED));
            }
            long seconds = answer.path("expires_in").asLong(LIFE_UNLESS_TOLD.toSeconds());
            return new Token(text, Duration.ofSeconds(Math.max(0, Math.min(seconds, LONGEST_LIFE.toSeconds()))));
        }
    }

    /** RFC 6749 §5.2: the client, and so the settings, are at fault; other codes are those of a server that cannot. */
    private static SmtpFailure refusal(int status, HttpResponse response) {
        boolean tooMany = status == TOO_MANY_REQUESTS;
        if (!tooMany && status != TIMEOUT && status < FIRST_SERVER_ERROR) {
            return new SmtpFailure(Kind.TOKEN_REFUSED, OptionalInt.of(status));
        }
        Duration pause = RetryAfter.of(response).orElse(tooMany ? PAUSE_UNLESS_TOLD : Duration.ZERO);
        return new SmtpFailure(Kind.TOKEN_UNAVAILABLE, OptionalInt.of(status)).before(pause);
    }

    /** It holds a secret. */
    @Override
    public String toString() {
        return "TokenRequest";
    }

    /** Carries what the endpoint said out of the HTTP client. */
    private static final class Refused extends IOException {

        private static final long serialVersionUID = 1L;

        private final transient SmtpFailure failure;

        Refused(SmtpFailure failure) {
            super(failure.description());
            this.failure = failure;
        }
    }
}
