package io.github.emailotp.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.UpgradedExtension;
import io.github.emailotp.server.harness.UpgradedKeycloak;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A realm that the oldest supported Keycloak made, and the newest one serves from the same database. */
@ExtendWith(UpgradedExtension.class)
@DisplayName("A realm that was made on the oldest version and upgraded")
class UpgradeIT {

    private final UpgradedKeycloak server;
    private final TestRealm realm;

    UpgradeIT(UpgradedKeycloak server, TestRealm realm) {
        this.server = server;
        this.realm = realm;
    }

    @BeforeEach
    void upgrade() {
        server.upgrade();
    }

    static List<SetUp> all() {
        return SetUp.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void asksEverybodyAsTheTextSays(SetUp setUp) {
        try (BoundFlow flow = BoundFlow.of(realm, setUp)) {
            assertThat(flow.editor().has("auth-email-otp-form")).isTrue();
            new Visitors(realm).areAskedAsTheTextSays(setUp);
        }
    }

    /** So what other tests show of such realms is shown of this one. */
    @Test
    void hasTheFlowThatOtherTestsTakeForThatOfAnOldRealm() {
        FlowEditor upgraded = FlowEditor.duplicate(realm, "browser", "upgraded");
        List<String> before = upgraded.steps();
        RealmAge.MADE_ON_26_0.on(upgraded);
        assertThat(upgraded.steps()).isEqualTo(before);
        upgraded.delete();
    }
}
