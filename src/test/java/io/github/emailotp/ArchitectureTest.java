package io.github.emailotp;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.emailotp.flow.Ending;
import io.github.emailotp.otp.OneTimeCode;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The arrows of the root {@code package-info}: flow → {settings, delivery, storage} → otp → java.*, and delivery → smtp, which stands alone. */
@AnalyzeClasses(packages = "io.github.emailotp", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String PER_REQUEST_SENDER = "PooledEmailSenderProvider";
    private static final String PER_REQUEST_LOGIN = "io.github.emailotp.smtp.Login";

    @ArchTest
    static final ArchRule CORE_IS_PURE = classes()
            .that()
            .resideInAPackage("io.github.emailotp.otp..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.github.emailotp.otp..", "java..")
            .because("a code and its rules must be testable, and readable, without Keycloak");

    @ArchTest
    static final ArchRule ARROWS_POINT_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("otp")
            .definedBy("io.github.emailotp.otp..")
            .layer("settings")
            .definedBy("io.github.emailotp.settings..")
            .layer("storage")
            .definedBy("io.github.emailotp.storage..")
            .layer("delivery")
            .definedBy("io.github.emailotp.delivery..")
            .layer("flow")
            .definedBy("io.github.emailotp.flow..")
            .layer("smtp")
            .definedBy("io.github.emailotp.smtp..")
            .whereLayer("smtp")
            .mayOnlyBeAccessedByLayers("delivery")
            .whereLayer("flow")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("settings")
            .mayOnlyBeAccessedByLayers("flow")
            .whereLayer("storage")
            .mayOnlyBeAccessedByLayers("flow")
            .whereLayer("delivery")
            .mayOnlyBeAccessedByLayers("flow");

    @ArchTest
    static final ArchRule SMTP_STANDS_ALONE = noClasses()
            .that()
            .resideInAPackage("io.github.emailotp.smtp..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("io.github.emailotp..").and(not(resideInAPackage("io.github.emailotp.smtp.."))))
            .because("a mail sender knows nothing of codes");

    @ArchTest
    static final ArchRule KEPT_CONNECTIONS_HOLD_NO_SESSION = noFields()
            .that()
            .areDeclaredInClassesThat(
                    resideInAPackage("io.github.emailotp.smtp..").and(not(simpleName(PER_REQUEST_SENDER))))
            .should()
            .haveRawType(KeycloakSession.class)
            .orShould()
            .haveRawType(PER_REQUEST_LOGIN)
            .because("a Keycloak session ends with its request, connections do not");

    @ArchTest
    static final ArchRule ONLY_FLOW_SEES_A_FLOW_CONTEXT = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.emailotp.flow..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.keycloak.authentication..");

    @ArchTest
    static final ArchRule ONLY_THE_CELLS_KNOW_INFINISPAN = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.emailotp.storage.infinispan..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.infinispan..",
                    "org.keycloak.connections.infinispan..",
                    "org.keycloak.models.sessions.infinispan..")
            .because("Keycloak's classes around Infinispan are private, and change");

    @ArchTest
    static final ArchRule ONLY_THE_MAIL_REVEALS_A_CODE = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.emailotp.delivery..")
            .should()
            .callMethod(OneTimeCode.class, "reveal")
            .because("a code leaves the program in the mail and nowhere else");

    @ArchTest
    static final ArchRule THE_LOGIN_COULD_BE_TAKEN_AWAY = standsAlone("io.github.emailotp.flow.browser..");

    @ArchTest
    static final ArchRule VERIFICATION_COULD_BE_TAKEN_AWAY = standsAlone("io.github.emailotp.flow.verifyemail..");

    @ArchTest
    static final ArchRule LINKING_COULD_BE_TAKEN_AWAY = standsAlone("io.github.emailotp.flow.broker..");

    private static ArchRule standsAlone(String flow) {
        return classes()
                .that()
                .resideInAPackage(flow)
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAPackage(flow)
                .because("a flow imports no sibling, and what all flows share knows none of them");
    }

    @ArchTest
    static final ArchRule WHAT_IS_SHARED_KNOWS_NO_DIALOGUE = noClasses()
            .that()
            .resideInAnyPackage("io.github.emailotp.flow.page..", "io.github.emailotp.flow.sending..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.github.emailotp.flow")
            .because("the page shows a reply, whoever has asked for it");

    @ArchTest
    static final ArchRule ONLY_AN_ENDING_BELIEVES_A_CODE = noClasses()
            .that()
            .areNotAssignableTo(Ending.class)
            .should()
            .callMethod(UserModel.class, "setEmailVerified", boolean.class)
            .orShould()
            .callMethod(AuthenticationFlowContext.class, "setUser", UserModel.class)
            .orShould()
            .callMethod(AuthenticationSessionModel.class, "setAuthenticatedUser", UserModel.class)
            .because("before the right code, nobody is anybody, and no address is anybody's");
}
