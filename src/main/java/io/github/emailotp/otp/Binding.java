package io.github.emailotp.otp;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * All that a code is bound to. A code is right only for the very same binding.
 *
 * @param realmId the realm's id
 * @param userId the user's id
 * @param address the address the code is mailed to, as the account has it; empty if the account has none
 * @param purpose what the code is asked for
 * @param sessionId the authentication session, down to the browser tab and the step of the flow
 */
public record Binding(String realmId, String userId, String address, Purpose purpose, String sessionId) {

    /** Separates our MACs from any other use of the realm's key, and from later forms of ours. */
    private static final String CONTEXT = "email-otp.code.v1";

    public Binding {
        Objects.requireNonNull(realmId, "realmId");
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(sessionId, "sessionId");
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

    /** What the MAC is computed over. Every field carries its length, so that no two bindings run together. */
    byte[] macInput(OneTimeCode code) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out, CONTEXT);
            write(out, realmId);
            write(out, userId);
            write(out, address);
            write(out, purpose.name());
            write(out, sessionId);
            out.write(code.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, String field) throws IOException {
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Leaves the address out: bindings end up in exceptions and assertion messages. */
    @Override
    public String toString() {
        return "Binding[realm=" + realmId + ", user=" + userId + ", purpose=" + purpose + "]";
    }
}
