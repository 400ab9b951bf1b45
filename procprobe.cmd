@echo off
rem Runs the procprobe command on Windows; builds it first when it is missing. Needs a JDK 25 and a C compiler
rem for that. After a change of the sources: mvnw.cmd -pl cli -am -DskipTests package
setlocal DisableDelayedExpansion
set "root=%~dp0"
set "app=%root%cli\target\app"
if not exist "%app%\jdk" call :build
if not exist "%app%\jdk" exit /b 1

set "jdk="
set /p jdk=<"%app%\jdk"
if not exist "%jdk%\bin\java.exe" (
    echo procprobe: no Java in %jdk%: delete %app% to build anew 1>&2
    exit /b 1
)

rem The class path of the class-data archive, in its order. One that does not fit is passed over by the JVM.
set "class_path="
set "archive=-Xshare:auto"
if exist "%app%\command.aot" (
    for /f "usebackq delims=" %%j in ("%app%\class-path") do call :append "%%j"
    set "archive=-XX:AOTCache=%app%\command.aot"
)
if not defined class_path set "class_path=%app%\lib\*"

rem The library is beside the jars; where it cannot be loaded, that in the jar is.
"%jdk%\bin\java.exe" "@%app%\java.options" "-Djava.library.path=%app%\native" "%archive%" -cp "%class_path%" io.procprobe.cli.Main %*
exit /b %ERRORLEVEL%

:append "%%j"
    set "archive=-XX:AOTCache=%app%\command.aot"
)
if not defined class_path set "class_path=%app%\lib\*"

rem The library is beside the jars; where it cannot be loaded, that in the jar is.
if defined archive (
    "%jdk%\bin\java.exe" "@%app%\java.options" "-Djava.library.path=%app%\native" "%archive%" -cp "%class_path%" io.procprobe.cli.Main %*
) else (
    "%jdk%\bin\java.exe" "@%app%\java.options" "-Djava.library.path=%app%\native" -cp "%class_path%" io.procprobe.cli.Main %*
)
exit /b %ERRORLEVEL%

:append
if defined class_path (set "class_path=%class_path%;%app%\lib\%~1") else (set "class_path=%app%\lib\%~1")
exit /b 0

:build
echo procprobe: first run, building; a minute or two (log: %root%target\build.log) 1>&2
if not exist "%root%target" mkdir "%root%target"
call "%root%mvnw.cmd" -B -f "%root%pom.xml" -pl cli -am -DskipTests=true -Dmaven.test.skip=true package >"%root%target\build.log" 2>&1
if errorlevel 1 (
    if exist "%app%\jdk" del "%app%\jdk"
    echo procprobe: the build failed, see %root%target\build.log 1>&2
)
exit /b 0
