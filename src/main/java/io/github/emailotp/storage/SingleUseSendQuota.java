package io.github.emailotp.storage;

import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.SendQuota;
import java.time.Duration;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * Claims sends in Keycloak's cluster cache for single-use objects. A claim is held for a user, a purpose and a tab's
 * authentication session, not for a challenge, so that it survives {@code login-actions/restart}, which clears the notes.
 */
public final class SingleUseSendQuota implements SendQuota {

    private static final String SEND_PREFIX = "email-otp.send.";

    private final SingleUseObjectProvider objects;

    public SingleUseSendQuota(SingleUseObjectProvider objects) {
        this.objects = objects;
    }

    /** The cache does not tell how long a claim has left, so the wait is the whole cooldown: never too short. */
    @Override
    public Permit claim(Binding binding, Duration cooldown) {
        return objects.putIfAbsent(key(binding), cooldown.toSeconds()) ? Permit.granted() : Permit.after(cooldown);
    }

    @Override
    public void release(Binding binding) {
        objects.remove(key(binding));
    }

    private static String key(Binding binding) {
        return SEND_PREFIX
                + String.join(
                        ".",
                        binding.realmId(),
                        binding.sessionId(),
                        binding.userId(),
                        binding.purpose().name());
    }
}
