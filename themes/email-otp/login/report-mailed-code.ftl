<#--
  "It was not me": where the link of a mail leads, if the setting reportLink is on. The model is the map `emailOtp`: `isOpen` is whether there is
  something to report, and `told` the key of the one text. The form posts nothing but itself, to the page's own address.
-->
<#import "template.ftl" as layout>

<#assign text = emailOtp.text>
<#assign v2 = properties.kcFormActionGroupClass??>
<#assign heading = text("emailOtpReport")>
<#assign primaryClass = [v2?then("", properties.kcButtonClass!), properties.kcButtonPrimaryClass!, properties.kcButtonBlockClass!, v2?then("", properties.kcButtonLargeClass!)]?join(" ")>

<#-- Up to 26.5 Keycloak's template makes the title itself; there this has no effect. -->
<#if title?has_content>
    <#global title = heading + " – " + title>
</#if>

<@layout.registrationLayout displayMessage=false; section>
    <#if section = "header">
        ${heading}
    <#elseif section = "form">
        <link rel="stylesheet" href="${url.resourcesPath}/css/mailed-code.css" />
        <#if emailOtp.isOpen>
            <form id="email-otp-form" class="${properties.kcFormClass!}" method="post">
                <p id="email-otp-reason" class="email-otp-text">${text(emailOtp.told)}</p>
                <div id="email-otp-buttons" class="${properties.kcFormGroupClass!}">
                    <div class="email-otp-actions ${v2?then("", properties.kcFormButtonsClass!)}">
                        <button id="email-otp-report" class="${primaryClass}" type="submit">${heading}</button>
                    </div>
                </div>
            </form>
        <#else>
            <p id="email-otp-reason" class="email-otp-text">${text(emailOtp.told)}</p>
        </#if>
    </#if>
</@layout.registrationLayout>
