package io.github.emailotp.flow.setup;

import io.github.emailotp.flow.setup.FlowPart.Kind;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/** Sub-flows for levels of authentication, as Keycloak's documentation has them. */
final class Levels {

    private Levels() {}

    /** Of those who reach this one by these parts. */
    static FlowPart level(String level, FlowPart... parts) {
        FlowPart condition = new FlowPart(
                Kind.CONDITION,
                "Condition - Level of Authentication",
                "conditional-level-of-authentication",
                Requirement.REQUIRED,
                Map.of("loa-condition-level", level),
                List.of());
        return FlowPart.subFlow(
                "level " + level,
                Requirement.CONDITIONAL,
                Stream.concat(Stream.of(condition), Stream.of(parts)).toList());
    }
}
