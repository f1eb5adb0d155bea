package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.HotRodProxy;
import io.github.emailotp.server.harness.HotRodProxy.Fault;
import io.github.emailotp.server.harness.KeycloakWithInfinispan;
import io.github.emailotp.server.harness.RemoteExtension;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.mail.MailServer;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Reads pass, and changes do not: {@code src/test/scripts/external-infinispan.sh} runs it. */
@Tag("external-infinispan")
@ExtendWith(RemoteExtension.class)
@DisplayName("When an external Infinispan fails")
class RemoteFailureIT extends BreakableCache {

    private final HotRodProxy proxy;

    RemoteFailureIT(KeycloakWithInfinispan keycloak, TestRealm realm, MailServer mail) {
        super(realm, mail);
        this.proxy = keycloak.infinispan().proxy();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void nothingIsMailedUntilItIsBack(Fault fault) {
        client.openLogin();
        proxy.fault(fault);
        requireClosed(client.password(user));
        assertThat(mail.mails()).isEmpty();
        proxy.fault(Fault.NONE);
        assertThat(client.resend().isCodePage()).isTrue();
        assertThat(client.code(newestCode()).isLoggedIn()).isTrue();
        assertThat(mail.mails()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void theRightCodeStaysGoodOnTheLastTryToo(Fault fault) {
        begin();
        String code = newestCode();
        for (int i = 0; i < 4; i++) {
            client.code(WrongCode.insteadOf(code));
        }
        proxy.fault(fault);
        requireClosed(client.code(code));
        requireClosed(client.code(code));
        assertThat(realm.sessions(user)).isEmpty();
        proxy.fault(Fault.NONE);
        assertThat(client.code(code).isLoggedIn()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void aWrongCodeIsChargedOnce(Fault fault) {
        begin();
        String wrong = WrongCode.insteadOf(newestCode());
        proxy.fault(fault);
        // Once: a connection that is broken again and again fails for Keycloak's own session, too (500), before the
        // step is asked.
        requireClosed(client.code(wrong));
        proxy.fault(Fault.NONE);
        assertThat(client.code(wrong).text()).contains("4 tries left");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void theRightCodeAtOnceLogsInOnce(Fault fault) {
        begin();
        String code = newestCode();
        proxy.fault(fault);
        client.postInParallel(10, Map.of("oneTimeCode", code));
        assertThat(realm.sessions(user)).isEmpty();
        proxy.fault(Fault.NONE);
        client.reload();
        client.postInParallel(50, Map.of("oneTimeCode", code));
        assertThat(realm.sessions(user)).hasSize(1);
    }
}
