package io.github.emailotp.otp;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Objects;

/**
 * All that a code is bound to. A code is right only for the very same binding.
 *
 * @param realmId the realm's id
 * @param userId the user's id
 * @param address the address the code is mailed to, in small letters; empty if the account has none. User stores may write one
 *     address now so and now so, and it is the same mailbox
 * @param purpose what the code is asked for
 * @param sessionId the authentication session, down to the browser tab and the step of the flow
 */
public record Binding(String realmId, String userId, String address, Purpose purpose, String sessionId) {

    /** Separates our MACs from any other use of the realm's key, and from later forms of ours. */
    private static final String CONTEXT = "email-otp.code.v1";

    public Binding {
        Objects.requireNonNull(realmId, "realmId");
        Objects.requireNonNull(userId, "userId");
        address = canonical(address);
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(sessionId, "sessionId");
    }

    /** Whether this is the address that codes of this binding are mailed to. */
    public boolean isFor(String other) {
        return address.equals(canonical(other));
    }

    /** The form in which addresses are compared: that of one mailbox, however a user store writes it. */
    public static String canonical(String address) {
        return address.strip().toLowerCase(Locale.ROOT);
    }

    boolean isReachable() {
        return !address.isBlank();
    }

    boolean hasSameOwner(Binding other) {
        return realmId.equals(other.realmId)
                && userId.equals(other.userId)
                && purpose == other.purpose
                && sessionId.equals(other.sessionId);
    }

    /** What the code's MAC is computed over. */
    byte[] macInput(OneTimeCode code) {
        byte[] fields = MacInput.of(CONTEXT, realmId, userId, address, purpose.name(), sessionId);
        byte[] secret = code.bytes();
        return ByteBuffer.allocate(fields.length + secret.length)
                .put(fields)
                .put(secret)
                .array();
    }

    /** Leaves the address out: bindings end up in exceptions and assertion messages. */
    @Override
    public String toString() {
        return "Binding[realm=" + realmId + ", user=" + userId + ", purpose=" + purpose + "]";
    }
}
