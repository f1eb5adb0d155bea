package io.github.emailotp;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.emailotp.otp.OneTimeCode;

/** The arrows of the root {@code package-info}: flow → {settings, delivery, storage} → otp → java.*. */
@AnalyzeClasses(packages = "io.github.emailotp", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

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
            .whereLayer("flow")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("settings")
            .mayOnlyBeAccessedByLayers("flow")
            .whereLayer("storage")
            .mayOnlyBeAccessedByLayers("flow")
            .whereLayer("delivery")
            .mayOnlyBeAccessedByLayers("flow");

    @ArchTest
    static final ArchRule ONLY_FLOW_SEES_A_FLOW_CONTEXT = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.emailotp.flow..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.keycloak.authentication..");

    @ArchTest
    static final ArchRule ONLY_THE_MAIL_REVEALS_A_CODE = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.emailotp.delivery..")
            .should()
            .callMethod(OneTimeCode.class, "reveal")
            .because("a code leaves the program in the mail and nowhere else");
}
