package io.github.emailotp.flow;

import io.github.emailotp.delivery.Recipient;
import io.github.emailotp.otp.NormalisedAddress;
import io.github.emailotp.storage.CredentialGuessLock;
import io.github.emailotp.storage.GuessLock;
import io.github.emailotp.storage.HashedName;
import io.github.emailotp.storage.NoGuessLock;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.light.LightweightUserAdapter;

/** Whose mailbox a code is asked of. */
public sealed interface Addressee {

    static Addressee of(UserModel user) {
        return LightweightUserAdapter.isLightweightUser(user) ? new Visitor(user) : new Account(user);
    }

    /**
     * Whoever has an address that has no account, and may have one as soon as they prove it. They are known as whoever is meant by a name that is
     * nobody's: a reset does not know that they may have one.
     */
    static Addressee newcomer(KeycloakSession session, String address) {
        return newcomer(session, address, Nobody.id(address));
    }

    /** The same where it is not looked up whether the address has an account. One mailbox has one count of wrong codes, however it is written. */
    static Addressee registrant(KeycloakSession session, String address) {
        return newcomer(session, address, HashedName.of("registrant", NormalisedAddress.of(address)));
    }

    private static Addressee newcomer(KeycloakSession session, String address, String id) {
        UserModel standIn = new LightweightUserAdapter(session, id);
        standIn.setEmail(address);
        return new Newcomer(standIn, id);
    }

    /**
     * Whoever is meant by a name that no code can be mailed for.
     *
     * @param name what was typed
     * @param error why not, as Keycloak's events have it
     */
    static Addressee nobody(KeycloakSession session, String name, String error) {
        UserModel standIn = new LightweightUserAdapter(session, Nobody.id(name));
        standIn.setEmail(name.indexOf('@') > 0 ? name : Nobody.id(name) + "@" + Nobody.NOWHERE);
        return new Nobody(standIn, name, error);
    }

    /** As Keycloak has them in this request. */
    UserModel user();

    /** By what codes, limits and cookies know them. */
    String id();

    /** Whom mails to them are for, once the request is over. */
    Recipient recipient();

    /** Where it stays remembered that the step is disabled for them. */
    default GuessLock lock(KeycloakSession session, Clock clock) {
        return new CredentialGuessLock(session, user(), clock);
    }

    /** The event, with whom it is about. */
    default EventBuilder in(EventBuilder event) {
        return event.user(user());
    }

    /** Since when tokens and cookies of theirs are good, in seconds since 1970; 0 if since ever. */
    int notBefore(KeycloakSession session, RealmModel realm);

    /** Why nothing may be mailed to them at all, as Keycloak's events have it; empty if that depends. */
    default Optional<String> barredError() {
        return Optional.empty();
    }

    /** Where a code is mailed to; empty if nowhere. */
    default String address() {
        return Optional.ofNullable(user().getEmail()).map(String::strip).orElse("");
    }

    /** The owner of an account of the realm. */
    record Account(UserModel user) implements Addressee {

        @Override
        public String id() {
            return user.getId();
        }

        @Override
        public Recipient recipient() {
            return new Recipient.Account(user.getId());
        }

        @Override
        public int notBefore(KeycloakSession session, RealmModel realm) {
            return session.users().getNotBeforeOfUser(realm, user);
        }
    }

    /**
     * Somebody without an account, whom Keycloak does not store (its feature {@code transient-users}). Their user's id lasts for one login,
     * and so would every limit: they are known by their address, which is all that a code proves.
     */
    record Visitor(UserModel user) implements Addressee {

        @Override
        public String id() {
            return HashedName.of("visitor", NormalisedAddress.of(address()));
        }

        @Override
        public Recipient recipient() {
            return new Recipient.Visitor(address());
        }

        @Override
        public int notBefore(KeycloakSession session, RealmModel realm) {
            return 0;
        }
    }

    /**
     * Somebody who has no account yet.
     *
     * @param user stands in where a user is asked for
     */
    record Newcomer(UserModel user, String id) implements Addressee {

        @Override
        public Recipient recipient() {
            return new Recipient.Visitor(address());
        }

        @Override
        public GuessLock lock(KeycloakSession session, Clock clock) {
            return new NoGuessLock();
        }

        @Override
        public EventBuilder in(EventBuilder event) {
            return event;
        }

        @Override
        public int notBefore(KeycloakSession session, RealmModel realm) {
            return 0;
        }
    }

    /**
     * Nobody, or nobody who could be mailed to: with them, all is done as with the owner of an account, but that nothing is mailed and
     * nothing is right, so that nobody sees who has one.
     *
     * @param user stands in where a user is asked for
     */
    record Nobody(UserModel user, String name, String error) implements Addressee {

        /** RFC 2606 §2. */
        private static final String NOWHERE = "email-otp.invalid";

        /** As Keycloak compares names, so that each has as many waits and limits of its own as if it had an account. */
        private static String id(String name) {
            return HashedName.of("nobody", name.toLowerCase(Locale.ROOT));
        }

        @Override
        public String id() {
            return id(name);
        }

        @Override
        public Recipient recipient() {
            return new Recipient.Nobody();
        }

        @Override
        public GuessLock lock(KeycloakSession session, Clock clock) {
            return new NoGuessLock();
        }

        /** There is nothing else to know them by. */
        @Override
        public EventBuilder in(EventBuilder event) {
            return event.detail(Details.USERNAME, name);
        }

        @Override
        public int notBefore(KeycloakSession session, RealmModel realm) {
            return 0;
        }

        @Override
        public Optional<String> barredError() {
            return Optional.of(error);
        }
    }
}
