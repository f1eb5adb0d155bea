<#--
  The page that asks for the code. Its model is the map `emailOtp`; what the form posts (`oneTimeCode`, `resend`) and the ids of
  the elements are a contract with themes and tests.

  The markup uses the class names of whatever theme the realm has chosen. field.ftl and buttons.ftl, and the class names
  for them, exist in keycloak.v2 only; `v2` says whether this theme descends from it.
-->
<#import "template.ftl" as layout>
<#import "mailed-code-words.ftl" as words>

<#assign v2 = properties.kcFormActionGroupClass??>
<#assign heading = msg((emailOtp.view == "code")?then("emailOtpTitle", "emailOtpTitleNoCode"))>
<#assign failed = messagesPerField.existsError("oneTimeCode")>
<#assign buttonClass = v2?then("", properties.kcButtonClass!)>
<#assign primaryClass = [buttonClass, properties.kcButtonPrimaryClass!, properties.kcButtonBlockClass!, v2?then("", properties.kcButtonLargeClass!)]?join(" ")>
<#assign secondaryClass = [buttonClass, v2?then(properties.kcButtonLinkClass!, properties.kcButtonDefaultClass!), properties.kcButtonBlockClass!, v2?then("", properties.kcButtonLargeClass!)]?join(" ")>

<#--
  People leave this page for their mailbox and come back: its tab should say what it waits for.
  (Up to 26.5 Keycloak's template makes the title itself; there this has no effect.)
-->
<#if title?has_content>
    <#global title = heading + " – " + title>
</#if>

<#-- A sentence with markup in place of its last argument: the message is formatted with a mark and cut there. -->
<#macro sentence key first="">
    <#local parts = first?has_content?then(msg(key, first, "{mark}"), msg(key, "{mark}"))?split("{mark}")>
    ${parts[0]}<#if (parts?size > 1)><#nested>${parts[1]}</#if><#t>
</#macro>

<#macro actions>
    <div class="${properties.kcFormGroupClass!}">
        <div class="email-otp-actions ${v2?then("", properties.kcFormButtonsClass!)}">
            <#nested>
        </div>
    </div>
</#macro>

<#-- Enabled as delivered, for pages without scripts: the server keeps the wait in any case. -->
<#macro resendButton class>
    <button id="email-otp-resend" class="${class}" type="submit" name="resend" value="true" formnovalidate
            data-wait="${(emailOtp.resendInSeconds!0)?c}"
            data-wait-text="${msg("emailOtpResendIn", "{0}")}"
            data-ready-text="${msg("emailOtpResendReady")}">${msg("emailOtpResend")}</button>
</#macro>

<#-- In a step-up Keycloak's own link would end the session that people have: another try at one step is no reason. -->
<#macro restartLink class>
    <a id="email-otp-restart" class="${class}" href="${url.loginRestartFlowUrl?replace("skip_logout=false", "skip_logout=true")}">${msg("emailOtpRestart")}</a>
</#macro>

<#-- What became of the newest mail; while it is not known, the script asks. -->
<#macro sending>
    <#if emailOtp.sendingState??>
        <p id="email-otp-sending" data-state="${emailOtp.sendingState}" data-url="${emailOtp.sendingUrl}"
           <#list emailOtp.sendingTexts as key>
           data-${key?lower_case}="${msg(key, "{0}")}"
           </#list>><@sentence emailOtp.sendingText><time datetime="${emailOtp.sendingAtIso}">${emailOtp.sendingAt}</time></@sentence></p>
    </#if>
</#macro>

<#macro otherWayHint>
    <#if auth?has_content && auth.showTryAnotherWayLink()>
        <p class="email-otp-text">${msg("emailOtpOtherWay", msg("doTryAnotherWay"))}</p>
    </#if>
</#macro>

<#macro codeField>
    <div class="${properties.kcFormGroupClass!}">
        <div class="${v2?then(properties.kcFormGroupLabelClass!, properties.kcLabelWrapperClass!)}">
            <label for="oneTimeCode" class="${properties.kcLabelClass!}">
                <span class="${v2?then(properties.kcFormLabelTextClass!properties.kcFormGroupLabelTextClass!, "")}">${msg("emailOtpLabel")}</span>
            </label>
        </div>
        <div class="${v2?then("", properties.kcInputWrapperClass!)}">
            <#if v2>
                <span class="email-otp-field ${properties.kcInputClass!}<#if failed> ${properties.kcError!}</#if>">
                    <@codeInput class="" />
                    <#if failed>
                        <span class="${properties.kcFormControlUtilClass!}">
                            <span class="${properties.kcInputErrorIconStatusClass!}">
                                <i class="${properties.kcInputErrorIconClass!}" aria-hidden="true"></i>
                            </span>
                        </span>
                    </#if>
                </span>
            <#else>
                <span class="email-otp-field">
                    <@codeInput class=properties.kcInputClass! />
                </span>
            </#if>
            <div id="input-error-container-oneTimeCode" aria-live="polite">
                <#if failed>
                    <#if v2>
                        <div class="${properties.kcFormHelperTextClass!}">
                            <div class="${properties.kcInputHelperTextClass!}">
                                <div class="${properties.kcInputHelperTextItemClass!} ${properties.kcError!}"><@codeError /></div>
                            </div>
                        </div>
                    <#else>
                        <@codeError />
                    </#if>
                </#if>
            </div>
            <div id="email-otp-hint" class="email-otp-hint">
                <@validity />
                <#if (emailOtp.triesShown!false) && emailOtp.triesLeft?? && !failed>
                    <p id="email-otp-tries">${words.counted("emailOtpTriesLeft", emailOtp.triesLeft)}</p>
                </#if>
            </div>
        </div>
    </div>
</#macro>

<#macro codeError>
    <span id="input-error-oneTimeCode" class="${properties.kcInputErrorMessageClass!}">${messagesPerField.get("oneTimeCode")}</span>
</#macro>

<#-- No maxlength: people paste the whole sentence of the mail, and the server finds the code in it. -->
<#macro codeInput class>
    <input id="oneTimeCode" name="oneTimeCode" class="${class}" type="text" value="" autocomplete="one-time-code" autofocus required dir="ltr"
           <#if emailOtp.digitsOnly!true>inputmode="numeric"<#else>inputmode="text" autocapitalize="characters"</#if>
           spellcheck="false" autocorrect="off" aria-invalid="${failed?c}"
           aria-describedby="<#if failed>input-error-oneTimeCode </#if>email-otp-hint" />
</#macro>

<#macro validity>
    <#local left = emailOtp.expiresInSeconds!emailOtp.lifetimeSeconds>
    <#local expired = msg("emailOtpExpired", (emailOtp.ordinal!1)?c)>
    <p id="email-otp-validity" data-expires-in="${left?c}" data-expired-text="${expired}">
        <#if left gt 0>
            ${msg((emailOtp.digitsOnly!true)?then("emailOtpHint", "emailOtpHintLetters"), emailOtp.codeLength?c, words.duration(emailOtp.lifetimeSeconds))}
        <#elseif !failed>
            ${expired}
        </#if>
    </p>
</#macro>

<#-- Keycloak can hand over a message without text, when requests of one login race for a message kept for the next page. -->
<#assign told = (message.summary)!"">
<@layout.registrationLayout displayMessage=(told?has_content && (emailOtp.view != "code" || !failed)); section>
    <#if section = "header">
        ${heading}
    <#elseif section = "form">
        <#-- Files, not inline: a Content-Security-Policy may forbid the latter. -->
        <link rel="stylesheet" href="${url.resourcesPath}/css/mailed-code.css" />
        <script type="module" src="${url.resourcesPath}/js/mailed-code.js"></script>

        <#-- One form carries both buttons. The one that submits comes first: the Enter key presses the first. -->
        <form id="email-otp-form" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post">
            <#if emailOtp.view == "code">
                <div class="email-otp-text">
                    <p id="email-otp-instruction"><@sentence "emailOtpInstruction"><bdi class="email-otp-address">${emailOtp.maskedAddress!}</bdi></@sentence></p>
                    <#if emailOtp.ordinal??>
                        <p id="email-otp-sent"><@sentence "emailOtpSent" emailOtp.ordinal?c><time datetime="${emailOtp.sentAtIso!}">${emailOtp.sentAt!}</time></@sentence></p>
                    </#if>
                    <@sending />
                </div>
                <@codeField />
                <@actions>
                    <button id="kc-login" class="${primaryClass}" type="submit" name="login" value="true">${msg("emailOtpSubmit")}</button>
                    <p class="email-otp-hint">${msg("emailOtpNoMail")}</p>
                    <@resendButton class=secondaryClass />
                </@actions>
            <#else>
                <#-- The reason, unless the message above the form has just given it. -->
                <#if !message?has_content>
                    <p id="email-otp-reason" class="email-otp-text">${msg({"sendFailed": "emailOtpNoCode", "unreachable": "emailOtpUnreachable", "disabled": "emailOtpDisabled"}[emailOtp.view]!"emailOtpEnded")}</p>
                </#if>
                <@otherWayHint />
                <@actions>
                    <#if emailOtp.view == "sendFailed">
                        <@resendButton class=primaryClass />
                        <@restartLink class=secondaryClass />
                    <#else>
                        <@restartLink class=primaryClass />
                    </#if>
                </@actions>
            </#if>
            <div id="email-otp-status" class="email-otp-visually-hidden" role="status"></div>
        </form>
    </#if>
</@layout.registrationLayout>
