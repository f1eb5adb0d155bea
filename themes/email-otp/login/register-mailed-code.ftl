<#--
  What a registration by code shows around the code's page (login-mailed-code.ftl): the page that asks for an address, and the one
  that tells whoever has proven it that it has an account. The model is the map `emailOtp`; its `state` is `address` or `account`.
-->
<#import "template.ftl" as layout>

<#assign text = emailOtp.text>
<#assign v2 = properties.kcFormActionGroupClass??>
<#assign isAsked = emailOtp.state == "address">
<#assign heading = text(isAsked?then("emailOtpAddressTitle", "emailOtpAccountTitle"))>
<#assign failed = messagesPerField.existsError("email")>
<#assign buttonClass = v2?then("", properties.kcButtonClass!)>
<#assign primaryClass = [buttonClass, properties.kcButtonPrimaryClass!, properties.kcButtonBlockClass!, v2?then("", properties.kcButtonLargeClass!)]?join(" ")>
<#assign secondaryClass = [buttonClass, v2?then(properties.kcButtonLinkClass!, properties.kcButtonDefaultClass!), properties.kcButtonBlockClass!, v2?then("", properties.kcButtonLargeClass!)]?join(" ")>

<#-- Up to 26.5 Keycloak's template makes the title itself; there this has no effect. -->
<#if title?has_content>
    <#global title = heading + " – " + title>
</#if>

<#macro sentence key>
    <#list text(key, "{mark}")?split("{mark}") as part>${part}<#sep><#nested></#sep></#list><#t>
</#macro>

<#macro actions>
    <div id="email-otp-buttons" class="${properties.kcFormGroupClass!}">
        <div class="email-otp-actions ${v2?then("", properties.kcFormButtonsClass!)}">
            <#nested>
        </div>
    </div>
</#macro>

<#macro input class>
    <input id="email" name="email" class="${class}" type="text" value="${emailOtp.address}" autocomplete="email" inputmode="email"
           autocapitalize="none" spellcheck="false" autofocus required aria-invalid="${failed?c}" aria-describedby="input-error-email" />
</#macro>

<#macro field>
    <div class="${properties.kcFormGroupClass!}">
        <div class="${v2?then(properties.kcFormGroupLabelClass!, properties.kcLabelWrapperClass!)}">
            <label for="email" class="${properties.kcLabelClass!}">
                <span class="${v2?then(properties.kcFormLabelTextClass!properties.kcFormGroupLabelTextClass!, "")}">${msg("email")}</span>
            </label>
        </div>
        <div class="${v2?then("", properties.kcInputWrapperClass!)}">
            <#if v2>
                <span dir="ltr" class="email-otp-field ${properties.kcInputClass!}<#if failed> ${properties.kcError!}</#if>"><@input class="" /></span>
            <#else>
                <span dir="ltr" class="email-otp-field"><@input class=properties.kcInputClass! /></span>
            </#if>
            <div class="email-otp-notice"><#t>
                <span id="input-error-email" class="${v2?then("email-otp-error", properties.kcInputErrorMessageClass!)}"><#if failed>${kcSanitize(messagesPerField.get("email"))?no_esc}</#if></span><#t>
            </div>
        </div>
    </div>
</#macro>

<@layout.registrationLayout displayMessage=!failed; section>
    <#if section = "header">
        ${heading}
    <#elseif section = "form">
        <link rel="stylesheet" href="${url.resourcesPath}/css/mailed-code.css" />
        <#if isAsked>
            <form id="email-otp-address-form" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post">
                <p class="email-otp-text">${text("emailOtpAddressInstruction")}</p>
                <@field />
                <@actions>
                    <button class="${primaryClass}" type="submit">${text("emailOtpSubmit")}</button>
                    <br>
                    <a class="${secondaryClass}" href="${url.loginUrl}">${kcSanitize(msg("backToLogin"))?no_esc}</a>
                </@actions>
            </form>
        <#else>
            <p id="email-otp-account" class="email-otp-text"><@sentence "emailOtpAccount"><bdi class="email-otp-address">${emailOtp.address}</bdi></@sentence></p>
            <@actions>
                <a id="email-otp-login" class="${primaryClass}" href="${url.loginUrl}">${msg("doLogIn")}</a>
                <#if realm.resetPasswordAllowed>
                    <br>
                    <a id="email-otp-reset" class="${secondaryClass}" href="${url.loginResetCredentialsUrl}">${msg("doForgotPassword")}</a>
                </#if>
                <br>
                <a id="email-otp-other-name" class="${secondaryClass}" href="${emailOtp.otherAddressUrl}">${text("emailOtpOtherAddress")}</a>
            </@actions>
        </#if>
    </#if>
</@layout.registrationLayout>
