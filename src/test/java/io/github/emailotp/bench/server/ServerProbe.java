package io.github.emailotp.bench.server;

import io.github.emailotp.storage.HashedName;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.credential.CredentialModel;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailSenderProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.utils.TimeBasedOTP;
import org.keycloak.services.resource.RealmResourceProvider;

/** Makes users, and sends mails. */
public final class ServerProbe implements RealmResourceProvider {

    private static final String RECIPIENT = "somebody@example.test";

    /** Text and HTML together are as long as those of a mail with a code. */
    private static final String TEXT = "A line of a mail that is as long as a line is.\n".repeat(12);

    private static final String HTML =
            "<p style=\"margin:0\">A line of a mail that is as long as a line is.</p>\n".repeat(60);

    /** Of all users. */
    public static final String PASSWORD = "password of all";

    /** Of the one-time codes that all users could have from an app. */
    public static final String OTP_SECRET = "twentycharactersreally";

    /** Of the browser that each user trusts; the id of that credential is the user's name. */
    public static final String TRUST_SECRET = "0f".repeat(32);

    private static final String TRUST_HASH = "7152f9958a983e3313fb2498d743af1e83a0ff5999650fd341f0368d1678992c";

    private final KeycloakSession session;

    ServerProbe(KeycloakSession session) {
        this.session = session;
    }

    /**
     * Makes users that differ in number and address only. The password is hashed once, with Keycloak's own rules, since
     * hashing is most of what it takes to make a user. Answers their ids.
     */
    @POST
    @Path("users")
    @Produces(MediaType.APPLICATION_JSON)
    public List<String> makeUsers(@QueryParam("from") int from, @QueryParam("count") int count) {
        UserModel first = newUser(from);
        first.credentialManager().updateCredential(UserCredentialModel.password(PASSWORD));
        CredentialModel hashed = first.credentialManager()
                .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                .findFirst()
                .orElseThrow();
        first.credentialManager().createStoredCredential(otp());
        first.credentialManager().createStoredCredential(trusted(first));
        List<String> ids = new ArrayList<>(List.of(first.getId()));
        for (int number = from + 1; number < from + count; number++) {
            UserModel user = newUser(number);
            user.credentialManager().createStoredCredential(copy(hashed));
            user.credentialManager().createStoredCredential(otp());
            user.credentialManager().createStoredCredential(trusted(user));
            ids.add(user.getId());
        }
        return ids;
    }

    private static CredentialModel trusted(UserModel user) {
        CredentialModel browser = new CredentialModel();
        browser.setId(user.getUsername());
        browser.setType("email-otp-trusted-browser");
        long now = System.currentTimeMillis();
        CredentialModel password = user.credentialManager()
                .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                .findFirst()
                .orElseThrow();
        browser.setCreatedDate(now);
        browser.setSecretData("{\"hash\":\"" + TRUST_HASH + "\"}");
        browser.setCredentialData("{\"expires\":%d,\"accountHash\":\"%s\"}"
                .formatted(
                        now / 1000 + 86_400,
                        HashedName.of("account", user.getEmail(), password.getId() + " " + password.getCreatedDate())));
        return browser;
    }

    private UserModel newUser(int number) {
        UserModel user = session.users().addUser(session.getContext().getRealm(), userName(number));
        user.setEmail(userName(number) + "@example.test");
        user.setEmailVerified(true);
        user.setFirstName("Test");
        user.setLastName("User");
        user.setEnabled(true);
        return user;
    }

    /** The name of the user with this number, which is the local part of the address too. */
    public static String userName(int number) {
        return "bench" + number;
    }

    private static CredentialModel otp() {
        return OTPCredentialModel.createTOTP(
                OTP_SECRET,
                TimeBasedOTP.DEFAULT_NUMBER_DIGITS,
                TimeBasedOTP.DEFAULT_INTERVAL_SECONDS,
                TimeBasedOTP.HMAC_SHA1);
    }

    private static CredentialModel copy(CredentialModel credential) {
        CredentialModel copy = new CredentialModel();
        copy.setType(credential.getType());
        copy.setCreatedDate(credential.getCreatedDate());
        copy.setCredentialData(credential.getCredentialData());
        copy.setSecretData(credential.getSecretData());
        return copy;
    }

    /** Sends a mail through the sender of this id. Answers how many nanoseconds it took. */
    @POST
    @Path("mails")
    @Produces(MediaType.APPLICATION_JSON)
    public long send(@QueryParam("sender") String sender) throws EmailException {
        RealmModel realm = session.getContext().getRealm();
        EmailSenderProvider provider = session.getProvider(EmailSenderProvider.class, sender);
        long begun = System.nanoTime();
        provider.send(realm.getSmtpConfig(), RECIPIENT, "A mail", TEXT, HTML);
        return System.nanoTime() - begun;
    }

    @Override
    public Object getResource() {
        return this;
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
