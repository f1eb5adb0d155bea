package io.github.emailotp.flow;

import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.CodeChannel;
import io.github.emailotp.otp.CodeMessage;
import io.github.emailotp.otp.Delivery;
import io.github.emailotp.otp.SentCode;
import java.util.Collection;
import java.util.function.BooleanSupplier;

/**
 * A channel that only pretends as long as the client's network is silenced: to tell of it would tell that the account is somebody's.
 *
 * @param told tells the administrators
 */
record SilencedChannel(CodeChannel usual, BooleanSupplier isSilenced, Runnable told) implements CodeChannel {

    @Override
    public Delivery deliver(CodeMessage message) {
        if (!isSilenced.getAsBoolean()) {
            return usual.deliver(message);
        }
        told.run();
        return usual.pretend(message);
    }

    @Override
    public Delivery pretend(CodeMessage message) {
        return usual.pretend(message);
    }

    @Override
    public void settle(Binding binding, Collection<SentCode> codes) {
        usual.settle(binding, codes);
    }
}
