package io.github.emailotp.flow.setup;

import io.github.emailotp.flow.setup.FlowPart.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.ConfigurableAuthenticatorFactory;
import org.keycloak.authentication.FormAction;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderFactory;

/** Reads a flow of a realm as a tree. */
record FlowReader(KeycloakSession session, RealmModel realm) {

    FlowPart read(AuthenticationFlowModel flow) {
        return subFlow(flow, Requirement.REQUIRED);
    }

    private FlowPart subFlow(AuthenticationFlowModel flow, Requirement requirement) {
        List<FlowPart> parts = realm.getAuthenticationExecutionsStream(flow.getId())
                .map(this::part)
                .flatMap(Optional::stream)
                .toList();
        return FlowPart.subFlow(Optional.ofNullable(flow.getAlias()).orElse(""), requirement, parts);
    }

    private Optional<FlowPart> part(AuthenticationExecutionModel execution) {
        if (execution.isAuthenticatorFlow()) {
            return Optional.ofNullable(realm.getAuthenticationFlowById(execution.getFlowId()))
                    .map(flow -> subFlow(flow, execution.getRequirement()));
        }
        return Optional.ofNullable(execution.getAuthenticator()).map(provider -> step(execution, provider));
    }

    private FlowPart step(AuthenticationExecutionModel execution, String provider) {
        KeycloakSessionFactory providers = session.getKeycloakSessionFactory();
        ProviderFactory<?> factory = Optional.<ProviderFactory<?>>ofNullable(
                        providers.getProviderFactory(Authenticator.class, provider))
                .orElseGet(() -> providers.getProviderFactory(FormAction.class, provider));
        return new FlowPart(
                factory instanceof ConditionalAuthenticatorFactory ? Kind.CONDITION : Kind.STEP,
                factory instanceof ConfigurableAuthenticatorFactory named ? named.getDisplayType() : provider,
                provider,
                execution.getRequirement(),
                config(execution),
                List.of());
    }

    private Map<String, String> config(AuthenticationExecutionModel execution) {
        return Optional.ofNullable(execution.getAuthenticatorConfig())
                .map(realm::getAuthenticatorConfigById)
                .map(AuthenticatorConfigModel::getConfig)
                .orElse(Map.of());
    }
}
