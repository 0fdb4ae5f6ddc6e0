@echo off
rem Runs the command line of vss4j; builds it first if it is missing.
rem
rem   JAVA_HOME        a JDK 22 or later; else the java on PATH
rem   VSS4J_JAVA_OPTS  further options for the JVM, such as -Xmx64m
setlocal
set "project=%~dp0.."
rem By PATH alone: cmd would look in the current folder first, and run what somebody has put there.
for %%p in (java.exe) do set "java=%%~$PATH:p"
for %%p in (mvn.cmd) do set "maven=%%~$PATH:p"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
if not defined java (
    echo vss4j: no JDK found: neither in JAVA_HOME nor on PATH 1>&2
    exit /b 1
)

call :find
if not defined jar (
    if not defined maven (
        echo vss4j: Maven is not on PATH: it is needed once, to build the command line 1>&2
        exit /b 1
    )
    echo vss4j: building the command line 1>&2
    call "%maven%" -q -B -ntp -f "%project%\pom.xml" package -P command-line 1>&2 || exit /b 1
    call :find
)
if not defined jar (
    echo vss4j: the build made no command line 1>&2
    exit /b 1
)
rem What was set here is not for the program that "run" starts.
endlocal & "%java%" -XX:-UsePerfData -XX:+UseSerialGC -XX:TieredStopAtLevel=1 %VSS4J_JAVA_OPTS% -jar "%jar%" %*
exit /b %ERRORLEVEL%

:find
set "jar="
for %%f in ("%project%\target\vss4j-*-cli.jar") do set "jar=%%f"
exit /b 0
